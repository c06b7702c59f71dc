package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.fake.FakeWorker;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One content to many users. */
class SendToAllIT extends ClientFixture {
    private static final Content CONTENT =
            Content.newBuilder().setType(ContentType.TEXT).setText("to all").build();

    @Test
    void sendsOneMessageToEach_withoutWaitingForAnswers() throws Exception {
        ChatClient client = connected(config());
        cluster.worker(0).script(frame -> frame.hasSendRequest() ? FakeWorker.SILENCE : null);
        List<String> users =
                IntStream.range(0, 100).mapToObj(number -> "user" + number).toList();

        SendToAll sent = client.sendToAll(users, CONTENT);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(cluster.worker(0).received(Frame.BodyCase.SEND_REQUEST))
                        .extracting(frame -> frame.getSendRequest().getTarget().getUserId())
                        .containsExactlyElementsOf(users));
        assertThat(ids(cluster.worker(0))).doesNotHaveDuplicates().isSorted();
        assertThat(sent.each())
                .hasSize(100)
                .allSatisfy((user, receipt) -> assertThat(receipt).isNotDone());
        assertThat(sent.result()).isNotDone();
    }

    @Test
    void tellsHowItEndedForEach_whenSomeAreRefused() throws Exception {
        ChatClient client = connected(config());
        cluster.worker(0)
                .script(frame -> frame.getSendRequest().getTarget().getUserId().startsWith("no")
                        ? FakeWorker.error(ErrorCode.NO_SUCH_USER, 0)
                        : null);

        SendToAll sent = client.sendToAll(List.of("alice", "nobody", "carol", "noone", "alice"), CONTENT);
        SendToAll.Result result = get(sent.result());

        assertThat(sent.each().keySet()).containsExactly("alice", "nobody", "carol", "noone");
        assertThat(result.stored().keySet()).containsExactly("alice", "carol");
        assertThat(result.failed().keySet()).containsExactly("nobody", "noone");
        assertThat(result.failed().values())
                .allSatisfy(why -> assertThat(((ChatException) why).code()).isEqualTo(ErrorCode.NO_SUCH_USER));
        assertThat(Stream.of("d:alice:bob", "d:bob:carol"))
                .allSatisfy(conversation -> assertThat(cluster.chat().messages(conversation))
                        .extracting(message -> message.getContent().getText())
                        .containsExactly("to all"));
    }

    @Test
    void isDoneAtOnce_forNobody() throws Exception {
        ChatClient client = connected(config());

        assertThat(get(client.sendToAll(List.of(), CONTENT).result()))
                .isEqualTo(new SendToAll.Result(Map.of(), Map.of()));
    }
}
