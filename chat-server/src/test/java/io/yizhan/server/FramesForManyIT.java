package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.server.cluster.LinkTraffic;
import io.yizhan.server.cluster.redis.RedisPeerChannels;
import io.yizhan.server.transport.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** B4, B5: a message for many sessions on k other workers is k frames, one to each, whatever carries them. */
@Timeout(60)
class FramesForManyIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int WORKERS_CONCERNED = 3;
    private static final int DEVICES_ON_EACH = 4;

    @TempDir
    Path dir;

    private final MemoryBackend backend = new MemoryBackend();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<MemoryWorker> workers = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        backend.close();
    }

    @Test
    void makesOneFrameForEachWorker_overTheMesh() throws Exception {
        for (int number = 0; number < WORKERS_CONCERNED + 2; number++) {
            workers.add(open(new MemoryWorker(backend)));
        }
        assertOneFrameForEachWorkerConcerned();
    }

    @Test
    void makesOnePublicationForEachWorker_overRedis() throws Exception {
        EmbeddedRedis redis = open(EmbeddedRedis.start(dir, 0));
        for (int number = 0; number < WORKERS_CONCERNED + 2; number++) {
            workers.add(open(new MemoryWorker(backend, new RedisPeerChannels(redis.url(), Duration.ofSeconds(1)))));
        }
        assertOneFrameForEachWorkerConcerned();
    }

    private void assertOneFrameForEachWorkerConcerned() throws Exception {
        MemoryWorker anns = workers.get(0);
        List<MemoryWorker> bobs = workers.subList(1, 1 + WORKERS_CONCERNED);
        MemoryWorker nobodys = workers.get(workers.size() - 1);
        workers.stream().skip(1).forEach(other -> await().atMost(TIMEOUT).until(() -> anns.isLinkedTo(other)));
        List<RawClient> devices = new ArrayList<>();
        for (MemoryWorker worker : bobs) {
            for (int device = 0; device < DEVICES_ON_EACH; device++) {
                devices.add(loggedIn(worker, "bob", "device" + devices.size()));
            }
        }
        RawClient ann = loggedIn(anns, "ann", "phone");

        ann.send(RawClient.message(2, "bob", 1, "to all of yours"));
        assertThat(ann.answerTo(2).hasSendResponse()).isTrue();

        for (RawClient device : devices) {
            assertThat(device.receive().getPush().getMessages(0).getContent().getText())
                    .isEqualTo("to all of yours");
        }
        for (MemoryWorker worker : bobs) {
            LinkTraffic sent = anns.sentTo(worker);
            // on a machine that stands still a link may break, and what it had not confirmed goes again
            assertThat(sent.frames() - sent.repeats()).isOne();
            assertThat(sent.recipients()).isEqualTo(DEVICES_ON_EACH * sent.frames());
            assertThat(sent.bytes()).isPositive();
        }
        assertThat(anns.sentTo(nobodys)).isEqualTo(new LinkTraffic(0, 0, 0, 0));
    }

    private RawClient loggedIn(MemoryWorker worker, String user, String device) throws Exception {
        RawClient client = open(new RawClient(worker.port));
        client.send(RawClient.login(1, user, device, "good"));
        assertThat(client.receive().hasLoginResponse()).isTrue();
        return client;
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.add(part);
        return part;
    }
}
