/* Arguments in, exit status out. */
int main(void) {
  return 0;
}
