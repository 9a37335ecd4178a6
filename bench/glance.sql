-- The plain statements whose numbers stand at a glance: over everything, with no scope and no keys.
-- Each ends with a semicolon at the end of its line; %(first)s and %(end)s are the period.

SELECT r.outcome_told, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY r.outcome_told;

SELECT r.level, r.determination, count(*) FROM referrals_referral r LEFT JOIN youth_youth y ON y.id = r.youth_id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY r.level, r.determination;

SELECT level, count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY acknowledged_at - opened_at)
    FROM referrals_referral WHERE status <> 'void' AND opened_at >= %(first)s AND opened_at < %(end)s
    GROUP BY level;

SELECT level, count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY determined_at - opened_at)
    FROM referrals_referral WHERE status <> 'void' AND opened_at >= %(first)s AND opened_at < %(end)s
    GROUP BY level;

SELECT count(DISTINCT youth_id), count(*) FROM referrals_referral
    WHERE status <> 'void' AND opened_at >= %(first)s AND opened_at < %(end)s;

SELECT t.standing, count(DISTINCT r.id) FROM referrals_referral r
    JOIN referrals_service s ON s.referral_id = r.id JOIN referrals_servicestep t ON t.service_id = s.id
    WHERE r.status <> 'void' AND r.opened_at >= %(first)s AND r.opened_at < %(end)s
    GROUP BY t.standing;

SELECT clock, count(*) FILTER (WHERE done_at <= due_at), count(*) FROM duties_duty
    WHERE due_at >= %(first)s AND due_at < %(end)s AND not_applicable_at IS NULL AND paused_at IS NULL
    GROUP BY clock;

SELECT count(*), count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM referrals_referral l WHERE l.youth_id = r.youth_id
        AND l.opened_at > r.ended_at AND l.opened_at <= r.ended_at + interval '365 days'))
    FROM referrals_referral r WHERE r.status = 'closed' AND r.ended_at >= %(first)s AND r.ended_at < %(end)s;

SELECT v.sha256, s.trigger = 'return', count(*), sum(cardinality(s.not_known)) FROM screening_screening s
    JOIN screening_instrumentversion v ON v.id = s.version_id JOIN youth_youth y ON y.id = s.youth_id
    WHERE s.status = 'signed' AND s.signed_at >= %(first)s AND s.signed_at < %(end)s
    GROUP BY v.sha256, s.trigger = 'return';
