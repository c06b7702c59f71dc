package io.yizhan.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Devices that cannot acknowledge what they were pushed, since what comes before it cannot be had. */
class WaitingDeviceTest {
    private static final int LONG = 100;

    private final DeviceOnAChannel device = new DeviceOnAChannel(8, 1 << 18).started();

    @Test
    void isNeitherPushedAgainNorClosed_whileItAsksForWhatIsNotWritten() {
        device.push("d", 7, 8);
        device.got();

        for (int second = 0; second < LONG; second++) {
            asksAndIsTold("d", 5);
            device.pass(1_000);
            assertThat(device.got()).isEmpty();
        }

        assertThat(device.channel.isOpen()).isTrue();
        device.acknowledge("d", 8);
        device.pass(60_000);
        assertThat(device.got()).isEmpty();
        assertThat(device.channel.isOpen()).isTrue();
    }

    @Test
    void isPushedAgainAndClosed_onceAllIsWrittenAndItStillDoesNotAcknowledge() {
        device.push("d", 7);
        for (int second = 0; second < LONG; second++) {
            asksAndIsTold("d", 5);
            device.pass(1_000);
        }
        device.got();

        asksAndIsTold("d", Long.MAX_VALUE);
        device.pass(1_000);
        assertThat(device.got()).containsExactly("push d7");
        device.pass(5_000);
        device.pass(5_000);
        assertThat(device.got()).containsExactly("push d7", "push d7");
        assertThat(device.channel.isOpen()).isTrue();
        device.pass(5_000);

        assertThat(device.channel.isOpen()).isFalse();
    }

    @Test
    void isClosed_whenItDoesNotAcknowledgeWhatIsWritten_howeverOftenItAsks() {
        device.push("d", 5);
        device.push("e", 1);
        for (int second = 0; second < 21; second++) {
            asksAndIsTold("d", 5);
            device.pass(1_000);
        }

        assertThat(device.got())
                .containsExactly(
                        "push d5", "push e1", "push d5", "push e1", "push d5", "push e1", "push d5", "push e1");
        assertThat(device.channel.isOpen()).isFalse();
    }

    @Test
    void isClosed_whenItNoLongerAsks() {
        device.push("d", 7);
        asksAndIsTold("d", 5);

        for (int second = 0; second < 20; second++) {
            assertThat(device.channel.isOpen()).isTrue();
            device.pass(1_000);
        }

        assertThat(device.got()).containsExactly("push d7", "push d7", "push d7", "push d7");
        assertThat(device.channel.isOpen()).isFalse();
    }

    @Test
    void keepsItsConnection_whileTheStoresRefuseToAnswer() {
        device.push("d", 1);
        device.push("e", 1);
        device.got();

        for (int second = 0; second < LONG; second++) {
            device.session.asked();
            device.session.answered(true);
            device.pass(1_000);
        }

        assertThat(device.got()).isEmpty();
        assertThat(device.channel.isOpen()).isTrue();
        device.session.asked();
        device.session.answered(false);
        for (int i = 0; i < 4; i++) {
            device.pass(5_000);
        }
        assertThat(device.channel.isOpen()).isFalse();
    }

    @Test
    void keepsItsConnection_whileTheStoresDoNotAnswerAtAll() {
        device.push("d", 1);
        device.got();
        device.session.asked();
        device.session.asked();

        for (int second = 0; second < LONG; second++) {
            device.pass(1_000);
        }

        assertThat(device.got()).isEmpty();
        assertThat(device.channel.isOpen()).isTrue();
        device.session.answered(false);
        device.session.answered(false);
        device.pass(1_000);
        assertThat(device.got()).containsExactly("push d1");
    }

    @Test
    void isClosed_whenEveryQuestionIsAnswered_thoughOneIsAlwaysOpen() {
        device.push("d", 1);
        device.session.asked();

        for (int second = 0; second < 21; second++) {
            device.session.asked();
            device.session.answered(false);
            device.pass(1_000);
        }

        assertThat(device.channel.isOpen()).isFalse();
    }

    private void asksAndIsTold(String conversation, long writtenTo) {
        device.session.asked();
        device.session.answered(false);
        device.session.writtenTo(conversation, writtenTo);
    }
}
