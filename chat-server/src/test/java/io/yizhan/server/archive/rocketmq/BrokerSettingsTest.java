package io.yizhan.server.archive.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
    private final Properties values = new Properties();

    BrokerSettingsTest() {
        values.putAll(Map.of(
                "flushDiskType", "SYNC_FLUSH",
                "brokerRole", "ASYNC_MASTER",
                "totalReplicas", "1",
                "inSyncReplicas", "1",
                "enableAutoInSyncReplicas", "false",
                "fileReservedTime", "168",
                "autoCreateTopicEnable", "false"));
    }

    private BrokerSettings of(int copies) {
        return new BrokerSettings("b", copies, values);
    }

    private void replicated() {
        values.putAll(Map.of("brokerRole", "SYNC_MASTER", "totalReplicas", "3", "inSyncReplicas", "2"));
    }

    private static List<String> keys(BrokerSettings settings) {
        return settings.weaknesses().stream()
                .map(sentence -> sentence.replaceFirst("Broker b has (\\w+)=.*", "$1"))
                .toList();
    }

    @Test
    void findsNothing_inOneBrokerThatFlushesBeforeItAnswers() {
        assertThat(of(1).weaknesses()).isEmpty();
        assertThat(of(1).promise()).startsWith("survives a crash and a power cut");
    }

    @Test
    void findsNothing_inReplicasThatConfirm() {
        replicated();
        assertThat(of(1).weaknesses()).isEmpty();
        assertThat(of(1).promise()).isEqualTo("survives the loss of a broker, and of all their power");

        values.setProperty("flushDiskType", "ASYNC_FLUSH");
        assertThat(of(3).weaknesses()).isEmpty();
        assertThat(of(3).promise()).isEqualTo("survives the loss of a broker, not a power cut of all of them at once");
    }

    @Test
    void saysWhatToSet_whenOneBrokerAnswersFromMemory() {
        values.setProperty("flushDiskType", "ASYNC_FLUSH");

        assertThat(of(1).weaknesses())
                .containsExactly("Broker b has flushDiskType=ASYNC_FLUSH: a power cut may take acknowledged messages;"
                        + " set SYNC_FLUSH");
        assertThat(of(1).promise()).isEqualTo("survives a crash of the broker, not a power cut");
    }

    @Test
    void findsReplicasThatNeedNotConfirm() {
        assertThat(keys(of(2))).containsExactly("brokerRole", "inSyncReplicas");

        replicated();
        values.setProperty("enableAutoInSyncReplicas", "true");
        assertThat(keys(of(2))).containsExactly("enableAutoInSyncReplicas");
    }

    @Test
    void findsWhatLosesOrMixesUp_whateverTheCopies() {
        values.setProperty("fileReservedTime", "72");
        values.setProperty("autoCreateTopicEnable", "true");

        assertThat(keys(of(1))).containsExactly("fileReservedTime", "autoCreateTopicEnable");
        replicated();
        assertThat(keys(of(3))).containsExactly("fileReservedTime", "autoCreateTopicEnable");
    }

    @Test
    void trustsNothing_thatTheBrokerDoesNotSay() {
        values.clear();

        assertThat(keys(of(1))).containsExactly("flushDiskType", "fileReservedTime", "autoCreateTopicEnable");
    }
}
