package io.yizhan.server.archive.rocketmq;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A broker's own settings, and what they mean for records of which it says that they are stored.
 *
 * @param copies how many brokers hold what this one holds, itself included
 * @param values as the broker names them
 */
record BrokerSettings(String broker, int copies, Properties values) {
    /** A week: the database may be away over holidays. */
    private static final int HOURS = 168;

    /** A sentence for each setting that weakens the promise, with what to set. */
    List<String> weaknesses() {
        List<String> weak = new ArrayList<>();
        if (isReplicated()) {
            replicas(weak);
        } else if (!is("flushDiskType", "SYNC_FLUSH")) {
            weak.add(say("flushDiskType", "a power cut may take acknowledged messages", "SYNC_FLUSH"));
        }
        if (number("fileReservedTime") < HOURS) {
            weak.add(say(
                    "fileReservedTime",
                    "so many hours after a record was stored it is deleted, written to the database or not",
                    HOURS + " or more"));
        }
        if (!is("autoCreateTopicEnable", "false")) {
            weak.add(say(
                    "autoCreateTopicEnable",
                    "the topic may come back with another number of queues, which mixes up the order of messages",
                    "false"));
        }
        return List.copyOf(weak);
    }

    private void replicas(List<String> weak) {
        if (!is("brokerRole", "SYNC_MASTER")) {
            weak.add(say("brokerRole", "the loss of the master may take acknowledged messages", "SYNC_MASTER"));
        }
        if (number("inSyncReplicas") < 2) {
            weak.add(say("inSyncReplicas", "the loss of the master may take acknowledged messages", "2"));
        }
        if (is("enableAutoInSyncReplicas", "true")) {
            weak.add(say("enableAutoInSyncReplicas", "it acknowledges with fewer copies when replicas fail", "false"));
        }
    }

    /** What "stored" stands up to, for an operator. */
    String promise() {
        if (isReplicated()) {
            return is("flushDiskType", "SYNC_FLUSH")
                    ? "survives the loss of a broker, and of all their power"
                    : "survives the loss of a broker, not a power cut of all of them at once";
        }
        return is("flushDiskType", "SYNC_FLUSH")
                ? "survives a crash and a power cut; the only copy is on this broker's disk until the database has it"
                : "survives a crash of the broker, not a power cut";
    }

    private boolean isReplicated() {
        return copies > 1 || number("totalReplicas") > 1;
    }

    private boolean is(String key, String value) {
        return values.getProperty(key, "").equals(value);
    }

    /** 0 if the broker does not say. */
    int number(String key) {
        String value = values.getProperty(key, "");
        return value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
    }

    private String say(String key, String what, String better) {
        return "Broker " + broker + " has " + key + "=" + values.getProperty(key, "") + ": " + what + "; set " + better;
    }
}
