-- As a Python toolkit writes it: one column a line, tabs, constraints at the end.
CREATE TABLE department (
	id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	head_id INTEGER, 
	CONSTRAINT pk_department PRIMARY KEY (id), 
	CONSTRAINT fk_department_head_id_employee FOREIGN KEY(head_id) REFERENCES employee (id), 
	CONSTRAINT uq_department_name UNIQUE (name)
);
CREATE TABLE employee (
	id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	salary NUMERIC(10, 2), 
	active BOOLEAN NOT NULL, 
	department_id INTEGER NOT NULL, 
	CONSTRAINT pk_employee PRIMARY KEY (id), 
	CONSTRAINT ck_employee_kind CHECK (kind IN ('MANAGER', 'ENGINEER')), 
	CONSTRAINT ck_employee_active CHECK (active IN (0, 1)), 
	CONSTRAINT fk_employee_department_id_department FOREIGN KEY(department_id) REFERENCES department (id)
);
CREATE INDEX ix_employee_name ON employee (name);
INSERT INTO department VALUES (1, 'Research', NULL);
INSERT INTO employee VALUES (10, 'Ann', 'ENGINEER', 100, 1, 1);
UPDATE department SET head_id = 10;
-- next
CREATE TABLE department (
	id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	head_id INTEGER, 
	CONSTRAINT pk_department PRIMARY KEY (id), 
	CONSTRAINT fk_department_head_id_employee FOREIGN KEY(head_id) REFERENCES employee (id) ON DELETE SET NULL, 
	CONSTRAINT uq_department_name UNIQUE (name)
);
CREATE TABLE employee (
	id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	salary NUMERIC(12, 2) DEFAULT '0' NOT NULL, 
	active BOOLEAN DEFAULT (1) NOT NULL, 
	department_id INTEGER NOT NULL, 
	hired DATETIME DEFAULT (CURRENT_TIMESTAMP) NOT NULL, 
	CONSTRAINT pk_employee PRIMARY KEY (id), 
	CONSTRAINT ck_employee_kind CHECK (kind IN ('MANAGER', 'ENGINEER', 'CONTRACTOR')), 
	CONSTRAINT fk_employee_department_id_department FOREIGN KEY(department_id) REFERENCES department (id), 
	CONSTRAINT uq_employee_name UNIQUE (name, department_id)
);
CREATE INDEX ix_employee_name ON employee (name COLLATE NOCASE);
INSERT INTO department VALUES (1, 'Research', NULL);
INSERT INTO employee VALUES (10, 'Ann', 'ENGINEER', 100, 1, 1, '2020-01-01');
-- next department=unit employee.department_id=unit_id
CREATE TABLE unit (
	id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	parent_id INTEGER, 
	CONSTRAINT pk_unit PRIMARY KEY (id), 
	CONSTRAINT fk_unit_parent FOREIGN KEY(parent_id) REFERENCES unit (id), 
	CONSTRAINT uq_unit_name UNIQUE (name, parent_id)
);
CREATE TABLE employee (
	id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	salary NUMERIC(12, 2) DEFAULT '0' NOT NULL, 
	unit_id INTEGER, 
	hired DATE, 
	CONSTRAINT pk_employee PRIMARY KEY (id), 
	CONSTRAINT fk_employee_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id)
);
INSERT INTO unit VALUES (1, 'Research', NULL);
INSERT INTO employee VALUES (10, 'Ann', 'ENGINEER', 100, 1, '2020-01-01');
