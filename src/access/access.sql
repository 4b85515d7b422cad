-- SPDX-License-Identifier: AGPL-3.0-or-later

-- barrier_stands(one: person, signer: person, other: person, now: time) -> one(n: int)
-- How many barriers stand now between somebody, or who acts for them, and another.
SELECT count(*) FROM barrier
WHERE person IN (:one, :signer) AND other = :other AND starts <= :now AND ends > :now;

-- access_subject(id: person) -> one access_subject(tenant: tenant, site: site?, kind: text)
-- Where a person belongs, to be compared with the actor's tenant and sites.
SELECT tenant, site, kind FROM person WHERE id = :id;

-- access_tied(one: person, other: person, today: date) -> one(n: int)
-- How many agreed ties join two people today; the end day is still in force.
SELECT count(*) FROM tie
WHERE state = 'agreed' AND starts_on <= :today AND coalesce(ends_on, :today) >= :today
	AND ((inside = :one AND family = :other) OR (inside = :other AND family = :one));

-- access_covered(account: account, site: site, today: date) -> one(n: int)
-- How often an account covers a site's queue today; the end day is still in force.
SELECT count(*) FROM review_cover
WHERE account = :account AND site = :site AND starts_on <= :today AND ends_on >= :today
	AND ended_at IS NULL;

-- access_tied_site(family: person, site: site, today: date) -> one(n: int)
-- How many ties a family member, a child of theirs or a guardian of theirs has today, or has asked for, at one site; end days are still in force.
SELECT count(*) FROM tie
WHERE tie.site = :site AND (tie.state IN ('checking', 'asking')
		OR (tie.state = 'agreed' AND tie.starts_on <= :today AND coalesce(tie.ends_on, :today) >= :today))
	AND tie.family IN (
	SELECT CAST(:family AS BIGINT)
	UNION SELECT g.child FROM guardian g WHERE g.guardian = :family
		AND g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today
	UNION SELECT g.guardian FROM guardian g WHERE g.child = :family
		AND g.starts_on <= :today AND coalesce(g.ends_on, :today) >= :today);

-- access_emergency(account: account, person: person, now: time) -> one(n: int)
-- Whether emergency access to somebody is open.
SELECT count(*) FROM emergency WHERE account = :account AND person = :person AND ends_at > :now;

-- access_sealed(one: person, other: person) -> one(n: int)
-- How many sealed ties join two people, standing or past.
SELECT count(*) FROM sealed_tie WHERE state IN ('confirmed', 'frozen', 'ended')
	AND ((inside = :one AND adviser = :other) OR (inside = :other AND adviser = :one));

-- access_roles(person: person, roles: int) -> one(n: int)
-- How many accounts of a person have one of these roles.
SELECT count(*) FROM account WHERE person = :person AND (roles & :roles) <> 0;

-- access_caseload(officer: person, person: person, today: date) -> one(n: int)
-- Whether somebody is supervised by an officer today.
SELECT count(*) FROM caseload c WHERE c.officer = :officer AND c.person = :person AND c.since <= :today
	AND (c.until IS NULL OR c.until >= :today);
