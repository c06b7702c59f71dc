package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.SyncRequest;
import io.yizhan.server.delivery.CatchUp.Mark;
import io.yizhan.server.delivery.CatchUp.News;
import io.yizhan.server.state.StateUnavailableException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a Ping brings to light. */
class NewsIT extends ListenerFixture {
    private final Queue<Frame> notices = new ArrayDeque<>();

    @Test
    void namesWhatADeviceMissed_afterAPing() throws Exception {
        Head head =
                Head.newBuilder().setConversationId("d:alice:bob").setHeadSeq(7).build();
        fakes.news = offset -> CompletableFuture.completedStage(new News(List.of(head), at(41), false));
        RawClient client = connect().loggedIn("alice");

        pingUntilLookedUp(client, 1);

        assertThat(notice(client).getHeadNotice().getHeadsList()).containsExactly(head);
        assertThat(fakes.looks).containsExactly("40+0");
    }

    @Test
    void looksFromWhereItLastWasThrough_pageByPage() throws Exception {
        Head one =
                Head.newBuilder().setConversationId("d:alice:bob").setHeadSeq(7).build();
        Head two =
                Head.newBuilder().setConversationId("d:alice:cid").setHeadSeq(8).build();
        fakes.news = offset -> CompletableFuture.completedStage(
                offset == 0 ? new News(List.of(one), at(50), true) : new News(List.of(two), at(49), false));
        RawClient client = connect().loggedIn("alice");

        pingUntilLookedUp(client, 2);
        assertThat(notice(client).getHeadNotice().getHeadsList()).containsExactly(one);
        assertThat(notice(client).getHeadNotice().getHeadsList()).containsExactly(two);
        fakes.news = offset -> CompletableFuture.completedStage(new News(List.of(), at(50), false));
        pingUntilLookedUp(client, 3);

        assertThat(fakes.looks).containsExactly("40+0", "40+1", "50+0");
    }

    @Test
    void looksFromTheSamePlaceAgain_whenTheListCouldNotBeRead() throws Exception {
        fakes.news = offset -> CompletableFuture.failedStage(new StateUnavailableException("meant to fail", null));
        RawClient client = connect().loggedIn("alice");

        pingUntilLookedUp(client, 2);

        assertThat(fakes.looks).containsExactly("40+0", "40+0");
    }

    @Test
    void syncs_onlyOnceItIsKnownWhereNewsBegin() throws Exception {
        CompletableFuture<Mark> newest = new CompletableFuture<>();
        fakes.newest = () -> newest;
        RawClient client = connect().loggedIn("alice");
        client.send(Frame.newBuilder()
                .setRequestId(2)
                .setSyncRequest(SyncRequest.getDefaultInstance())
                .build());
        client.send(ping(3));
        assertThat(client.receive().hasPong()).isTrue();

        newest.complete(at(70));

        assertThat(client.receive().hasSyncResponse()).isTrue();
        pingUntilLookedUp(client, 1);
        assertThat(fakes.looks).containsExactly("70+0");
    }

    private static Mark at(long timeMs) {
        return new Mark("life", timeMs);
    }

    /** A second after the last look there is another. */
    private void pingUntilLookedUp(RawClient client, int looks) {
        await().until(() -> {
            if (fakes.looks.size() < looks) {
                client.send(ping(9));
                for (Frame frame = client.receive(); !frame.hasPong(); frame = client.receive()) {
                    notices.add(frame);
                }
            }
            return fakes.looks.size() >= looks;
        });
    }

    /** What a look finds may come before the next Pong or after it. */
    private Frame notice(RawClient client) throws IOException {
        return notices.isEmpty() ? client.receive() : notices.remove();
    }
}
