-- Messages for ever. All times are UTC. Sequence numbers are unsigned and below 2^53.

-- One row holds the numbers from seq to to_seq of a conversation: a message holds one, a void any number of them that
-- will never hold a message. Rows of a conversation never overlap; whoever writes one holds the lock of the
-- conversation's row in the table below.
CREATE TABLE IF NOT EXISTS message (
    conversation_id VARCHAR(131) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seq             BIGINT UNSIGNED NOT NULL,
    to_seq          BIGINT UNSIGNED NOT NULL,
    kind            ENUM ('message', 'void') NOT NULL,
    message_id      BIGINT UNSIGNED NULL,
    sender          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    device          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    client_msg_id   BIGINT UNSIGNED NULL,
    -- 0, or the message's id where a client used its client_msg_id for two different messages: both are kept
    clash           BIGINT UNSIGNED NOT NULL DEFAULT 0,
    content_hash    BIGINT NULL,
    server_time_ms  BIGINT UNSIGNED NULL,
    -- when the row was written: a number below it that still holds nothing is missing since then
    stored_at       DATETIME(3) NOT NULL,
    -- an encoded chat.v2.Message
    body            MEDIUMBLOB NULL,
    PRIMARY KEY (conversation_id, seq),
    -- a send that is repeated finds its first answer; voids have NULLs and never meet
    UNIQUE KEY message_once (sender, device, client_msg_id, clash)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- How far a conversation is written. Every writer locks this row first.
CREATE TABLE IF NOT EXISTS conversation (
    conversation_id VARCHAR(131) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- the highest number that a row holds
    head_seq        BIGINT UNSIGNED NOT NULL DEFAULT 0,
    -- every number up to here is a message or void
    complete_seq    BIGINT UNSIGNED NOT NULL DEFAULT 0,
    moved_at        DATETIME(3) NOT NULL,
    -- since when complete_seq has stood below head_seq; NULL while it does not, so the index holds few rows
    gap_since       DATETIME(3) NULL,
    PRIMARY KEY (conversation_id),
    KEY conversation_gap (gap_since)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

-- Records of the log that could not become rows. One with a place holds its conversation's complete_seq below it until
-- it is replayed or given up, since its sender may have been told that it is stored.
CREATE TABLE IF NOT EXISTS dead_letter (
    id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    -- where the record stands in the log, or its place: a record that comes twice is kept once
    origin          VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    conversation_id VARCHAR(131) CHARACTER SET ascii COLLATE ascii_bin NULL,
    seq             BIGINT UNSIGNED NULL,
    reason          VARCHAR(512) CHARACTER SET utf8mb4 NOT NULL,
    -- as it stood in the log
    record          LONGBLOB NOT NULL,
    created_at      DATETIME(3) NOT NULL,
    -- when it was replayed or given up; NULL: it waits for an operator
    settled_at      DATETIME(3) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY dead_letter_origin (origin),
    KEY dead_letter_place (conversation_id, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
