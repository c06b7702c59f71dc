package io.yizhan.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import io.yizhan.client.gate.NodeInfo;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.group.GroupReads;
import io.yizhan.group.GroupRole;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.protocol.Recall;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static final Message MESSAGE = Message.newBuilder()
            .setConversationId("d:alice:bob")
            .setSeq(12)
            .setMessageId(-1)
            .setFromUserId("alice")
            .setContent(Content.newBuilder().setType(ContentType.TEXT).setText("a\u001b[2J\r\nb\u202ec\t\"é\""))
            .build();

    private final List<String> lines = new ArrayList<>();

    @Test
    void letsNoMessageActOnTheTerminal() {
        Output.text(lines::add).show(new ConsoleEvent.Received(MESSAGE, ""));
        assertThat(lines).singleElement().asString().endsWith("alice: a?[2J??b?c \"é\"");
    }

    @Test
    void writesOneJsonObjectALine() {
        Output.json(lines::add).show(new ConsoleEvent.Received(MESSAGE, ""));
        assertThat(lines)
                .singleElement()
                .asString()
                .contains(
                        "\"event\":\"message\"",
                        "\"seq\":12",
                        "\"messageId\":\"18446744073709551615\"",
                        "\\u001B[2J\\r\\nb",
                        "\\\"é\\\"");
        assertThat(lines.get(0)).doesNotContain("\n", "\u001b");
    }

    @Test
    void saysOfWhichGroupALineIs() {
        Message said = MESSAGE.toBuilder()
                .setConversationId("g:club")
                .setContent(Content.newBuilder().setType(ContentType.TEXT).setText("tea?"))
                .build();
        Output output = Output.text(lines::add);

        output.show(new ConsoleEvent.Received(said, ""));
        output.show(new WhoEvent.Typing("g:club", "bob"));
        output.show(new WhoEvent.Typing("d:alice:bob", "bob"));

        assertThat(lines.get(0)).endsWith("] (club) alice: tea?");
        assertThat(lines.subList(1, 3)).containsExactly("(club) bob is typing …", "bob is typing …");
    }

    @Test
    void tellsWhatBecameOfAGroup_inWords() {
        UserId alice = new UserId("alice");
        UserId bob = new UserId("bob");
        List<GroupEvent> events = List.of(
                new GroupEvent.Created(alice, "1"),
                new GroupEvent.Joined(bob, "2"),
                new GroupEvent.Joined(alice, "3"),
                new GroupEvent.Removed(bob, "4"),
                new GroupEvent.Left(alice, "5"),
                new GroupEvent.RoleGiven(bob, GroupRole.ADMIN, "6"),
                new GroupEvent.Renamed(alice, "Tea & cakes", "7"));

        events.forEach(event -> Output.text(lines::add)
                .show(new ConsoleEvent.Received(
                        MESSAGE.toBuilder()
                                .setConversationId("g:club")
                                .setContent(event.notice())
                                .build(),
                        "")));

        assertThat(lines)
                .extracting(line -> line.substring(line.indexOf("(club) ") + "(club) ".length()))
                .containsExactly(
                        "alice made the group",
                        "alice added bob",
                        "alice joined",
                        "alice removed bob",
                        "alice left",
                        "bob is admin now",
                        "alice renamed the group: Tea & cakes");
    }

    @Test
    void tellsWhoHasReadAGroupsMessage_orOnlyHowMany() {
        GroupReads.Reached bob = new GroupReads.Reached("bob", 12, 9);
        Output output = Output.text(lines::add);

        output.show(new ReadsEvent.Total("club", GroupReads.named(OptionalLong.of(12), List.of(bob))));
        output.show(new ReadsEvent.Member("club", bob));
        output.show(new ReadsEvent.Total("club", GroupReads.counted(12, 900, 800, 700)));
        output.show(new ReadsEvent.Total("club", GroupReads.counted(900)));
        Output.json(lines::add).show(new ReadsEvent.Total("club", GroupReads.counted(12, 900, 800, 700)));

        assertThat(lines)
                .containsExactly(
                        "club #12: of 1 members 1 have received it, 0 have read it",
                        "  bob: received up to #12, read up to #9",
                        "club #12: of 900 members 800 have received it, 700 have read it, too many to name each",
                        "club: 900 members, too many to name each",
                        "{\"event\":\"reads\",\"group\":\"club\",\"members\":900,\"seq\":12,\"delivered\":800,"
                                + "\"read\":700,\"named\":false}");
    }

    @Test
    void tellsInThePast_whoTookWhatBack() {
        Message notice = MESSAGE.toBuilder()
                .setContent(new Recall(9, new UserId("alice")).notice())
                .build();
        Output.text(lines::add).show(new ConsoleEvent.Past(notice));
        assertThat(lines).singleElement().asString().startsWith("#12 [").endsWith("] alice took back #9");
    }

    @Test
    void showsOneMarkForStored_andTwoForDelivered() {
        Output output = Output.text(lines::add);
        output.show(new ConsoleEvent.Sent("bob", new SendReceipt("d:alice:bob", 12, 1, 1, false)));
        output.show(new ConsoleEvent.Delivered("d:alice:bob", "bob", 12));
        assertThat(lines).containsExactly("✓ bob #12", "✓✓ bob #12");
    }

    @Test
    void showsAWorkersLinks_ifItHasAny() {
        List<NodeInfo.Link> links = List.of(new NodeInfo.Link(0, "UP", null), new NodeInfo.Link(2, "CONNECTING", null));
        ConsoleEvent linked = new ConsoleEvent.Node(new NodeInfo(1, "127.0.0.1", 9000, null, 3, "UP", links));

        Output.text(lines::add).show(linked);
        Output.text(lines::add).show(new ConsoleEvent.Node(new NodeInfo(4, "127.0.0.1", 9001, null, 0, "UP", null)));
        Output.json(lines::add).show(linked);

        assertThat(lines.get(0)).isEqualTo("node 1  127.0.0.1:9000  UP  3 sessions  links 0↑ 2(CONNECTING)");
        assertThat(lines.get(1)).isEqualTo("node 4  127.0.0.1:9001  UP  0 sessions");
        assertThat(lines.get(2))
                .contains("\"links\":[{\"peerId\":0,\"state\":\"UP\"},{\"peerId\":2,\"state\":\"CONNECTING\"}]");
    }
}
