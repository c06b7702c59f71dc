package io.yizhan.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import io.yizhan.client.outbox.SendReceipt;
import java.util.ArrayList;
import java.util.List;
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
    void showsOneMarkForStored_andTwoForDelivered() {
        Output output = Output.text(lines::add);
        output.show(new ConsoleEvent.Sent("bob", new SendReceipt("d:alice:bob", 12, 1, 1, false)));
        output.show(new ConsoleEvent.Delivered("d:alice:bob", "bob", 12));
        assertThat(lines).containsExactly("✓ bob #12", "✓✓ bob #12");
    }
}
