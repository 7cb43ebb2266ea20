/* Kinds of objects that scripts hold. */
#include "script/object.h"

void object_push_kind(lua_State *L, const char *name, const luaL_Reg *events,
                      const luaL_Reg *methods) {
  if (!luaL_newmetatable(L, name)) return;
  luaL_setfuncs(L, events, 0);
  if (methods != NULL) {
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    lua_setfield(L, -2, "__index");
  }
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
}
