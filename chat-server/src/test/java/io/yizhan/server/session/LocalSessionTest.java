package io.yizhan.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Kicked;
import chat.v2.Position;
import chat.v2.Receipt;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalSessionTest {
    private final DeviceOnAChannel device = new DeviceOnAChannel(3, 1 << 18);

    @Test
    void writesNothing_beforeTheAnswerToTheLogin() {
        device.push("d", 1, 2);
        device.session.write(receipt());
        assertThat(device.got()).isEmpty();

        device.session.start(DeviceOnAChannel.WELCOME);

        assertThat(device.got()).containsExactly("login_response", "head_notice d2");
    }

    @Test
    void pushesAsTheyCome_whileTheWindowHasRoom() {
        device.started().push("d", 1, 2, 3);

        assertThat(device.got()).containsExactly("push d1", "push d2", "push d3");
    }

    @Test
    void namesAConversationOnce_whenTheWindowIsFull_andAgainAfterASecond() {
        device.started().push("d", 1, 2, 3, 4, 5, 6);
        assertThat(device.got()).containsExactly("push d1", "push d2", "push d3", "head_notice d4");

        device.pass(999);
        assertThat(device.got()).isEmpty();
        device.pass(1);
        assertThat(device.got()).containsExactly("head_notice d6");

        device.pass(3_000);
        assertThat(device.got()).isEmpty();
    }

    @Test
    void knowsWhatItToldTheDevice_notWhatTheDeviceSays() {
        device.started().push("d", 1, 2);
        device.acknowledge("d", 9);

        assertThat(device.session.knows(List.of(position(2)))).isTrue();
        assertThat(device.session.knows(List.of(position(2), position(9)))).isFalse();
        assertThat(device.session.knows(List.of(position(-1)))).isFalse();
    }

    private static Position position(long seq) {
        return Position.newBuilder().setConversationId("d").setSeq(seq).build();
    }

    @Test
    void countsAllConversations_inOneWindow() {
        device.started().push("d", 1, 2);
        device.push("e", 1, 2);

        assertThat(device.got()).containsExactly("push d1", "push d2", "push e1", "head_notice e2");
    }

    @Test
    void pushesWhatGrewBetween_whenTheHeadLastNamedIsReached() {
        device.started().push("d", 1, 2, 3, 4, 5, 6);
        device.got();

        device.acknowledge("d", 3);
        assertThat(device.got()).isEmpty();
        device.acknowledge("d", 4);
        assertThat(device.got()).containsExactly("push d5", "push d6");

        device.push("d", 7, 8);
        assertThat(device.got()).containsExactly("push d7", "head_notice d8");
    }

    @Test
    void resumes_onlyWhenTheWindowHasRoom() {
        device.started().push("d", 1, 2, 3);
        device.push("e", 1);
        device.got();

        device.acknowledge("e", 1);
        device.push("e", 2);
        assertThat(device.got()).isEmpty();
        device.acknowledge("d", 1);

        assertThat(device.got()).containsExactly("push e2");
    }

    @Test
    void namesAgain_whenMoreGrewThanItMayKeep() {
        long room = DeviceOnAChannel.message("d", 1).getSerializedSize() * 4L;
        DeviceOnAChannel small = new DeviceOnAChannel(3, room).started();
        small.push("d", 1, 2, 3, 4, 5, 6);
        assertThat(small.got()).containsExactly("push d1", "push d2", "push d3", "head_notice d4");

        small.acknowledge("d", 4);
        assertThat(small.got()).isEmpty();
        small.pass(1_000);

        assertThat(small.got()).containsExactly("head_notice d6");
        small.acknowledge("d", 6);
        small.push("d", 7);
        assertThat(small.got()).containsExactly("push d7");
    }

    @Test
    void pushesAgain_atFiveTenAndFifteenSeconds_thenCloses() {
        device.started().push("d", 1);
        device.pass(1_000);
        device.push("d", 2);
        assertThat(device.got()).containsExactly("push d1", "push d2");

        device.pass(3_999);
        assertThat(device.got()).isEmpty();
        device.pass(1);
        assertThat(device.got()).containsExactly("push d1");
        device.pass(1_000);
        assertThat(device.got()).containsExactly("push d2");
        device.acknowledge("d", 1);
        device.pass(5_000);
        assertThat(device.got()).containsExactly("push d2");
        device.pass(5_000);
        assertThat(device.got()).containsExactly("push d2");

        device.pass(4_999);
        assertThat(device.channel.isOpen()).isTrue();
        device.pass(1);
        assertThat(device.channel.isOpen()).isFalse();
        assertThat(device.got()).isEmpty();
    }

    @Test
    void hasNoTimer_whenNothingIsOpen() {
        device.started().push("d", 1);
        device.acknowledge("d", 1);
        device.pass(5_000);

        assertThat(device.channel.hasPendingTasks()).isFalse();
        assertThat(device.channel.isOpen()).isTrue();
    }

    @Test
    void namesTheHead_whenASmallerNumberComesLate() {
        device.started().push("d", 1, 3, 2);
        assertThat(device.got()).containsExactly("push d1", "push d3", "head_notice d3");

        device.acknowledge("d", 3);
        device.push("d", 4);
        assertThat(device.got()).containsExactly("push d4");
    }

    @Test
    void pushesNothingTwice_andNothingThatIsAcknowledged() {
        device.started().push("d", 5, 5);
        device.acknowledge("d", 7);
        device.push("d", 5, 6, 7);

        assertThat(device.got()).containsExactly("push d5");
    }

    @Test
    void namesTheHead_onceTheClientReadsAgain() {
        device.started().reads(false);
        device.push("d", 1, 2, 3);
        assertThat(device.got()).isEmpty();

        device.reads(true);

        assertThat(device.got()).containsExactly("head_notice d3");
        device.acknowledge("d", 3);
        device.push("d", 4);
        assertThat(device.got()).containsExactly("push d4");
    }

    @Test
    void closes_whoeverNeitherReadsNorAcknowledges() {
        device.started().push("d", 1);
        device.reads(false);
        device.pass(5_000);
        device.pass(5_000);
        device.pass(5_000);
        assertThat(device.channel.isOpen()).isTrue();

        device.pass(5_000);

        assertThat(device.channel.isOpen()).isFalse();
    }

    @Test
    void namesOnlyNews_thatTheDeviceWasNotTold() {
        device.started().push("d", 1, 2);
        device.session.told("e", 4);
        device.got();
        List<Head> heads = List.of(head("d", 2), head("e", 5), head("f", 1));

        device.session.tell(heads);
        device.session.tell(heads);

        assertThat(device.got()).containsExactly("head_notice e5 f1");
        device.push("e", 6);
        assertThat(device.got()).containsExactly("push e6");
    }

    @Test
    void writesNothing_afterTheLastFrame() {
        device.started().push("d", 1);
        device.session.kick(Kicked.getDefaultInstance());
        device.session.kick(Kicked.getDefaultInstance());
        device.session.write(receipt());
        device.push("d", 2);
        assertThat(device.got()).containsExactly("push d1", "kicked");

        device.pass(1_000);
        assertThat(device.channel.isOpen()).isFalse();
    }

    @Test
    void neverAnswersTheLogin_whenItWasKickedMeanwhile() {
        device.session.kick(Kicked.getDefaultInstance());
        device.session.start(DeviceOnAChannel.WELCOME);

        assertThat(device.got()).containsExactly("kicked");
        assertThat(device.session.isEnded()).isTrue();
    }

    @Test
    void tellsItsListener_howManySessionsThereAre() {
        List<Integer> sizes = new java.util.ArrayList<>();
        SessionManager sessions = new SessionManager(1, sizes::add);

        sessions.add(device.session);
        sessions.remove(device.session);
        sessions.remove(device.session);

        assertThat(sizes).containsExactly(1, 0);
    }

    private static Head head(String conversation, long seq) {
        return Head.newBuilder().setConversationId(conversation).setHeadSeq(seq).build();
    }

    private static Frame receipt() {
        return Frame.newBuilder().setReceipt(Receipt.getDefaultInstance()).build();
    }
}
