-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- The tables of an application, some of which have the names of Baton's tables without the prefix.
CREATE TABLE job (id INT PRIMARY KEY, title VARCHAR(100) NOT NULL);
CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL);
INSERT INTO job VALUES (1, 'gardener');
INSERT INTO account VALUES (1, 100);
