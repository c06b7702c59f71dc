package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.cluster.LinkTraffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups over several workers with real sockets: what goes between them, and who is told what. */
@Timeout(120)
class GroupFramesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int MESSAGES = 400;

    private final MemoryBackend backend = new MemoryBackend();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<MemoryWorker> workers = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        for (int number = 0; number < 4; number++) {
            workers.add(open(new MemoryWorker(backend)));
        }
        for (MemoryWorker one : workers) {
            workers.stream()
                    .filter(other -> other != one)
                    .forEach(other -> await().atMost(TIMEOUT).until(() -> one.isLinkedTo(other)));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        backend.close();
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.add(part);
        return part;
    }

    private GroupDevice device(int worker, String user, TestGroup group) throws Exception {
        return open(new GroupDevice(workers.get(worker), user, group.id.value()));
    }

    @Test
    void makesOneFrameForEachWorkerWithMembers_howeverManyTheyAre() throws Exception {
        TestGroup group = new TestGroup(backend, workers.get(0));
        GroupDevice owner = device(0, "owner", group);
        List<GroupDevice> members = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            members.add(device(1 + i % 2, "user" + i, group));
        }
        long joined = 0;
        for (int i = 0; i < 12; i++) {
            joined = group.join(workers.get(0), new UserId("user" + i));
        }
        long last = joined;
        members.forEach(member -> await().atMost(TIMEOUT).until(() -> member.shown.contains(last)));
        List<LinkTraffic> before = sentByFirst();

        for (int i = 0; i < 10; i++) {
            long answered = owner.answers.get();
            owner.says("message " + i);
            await().atMost(TIMEOUT).until(() -> owner.answers.get() > answered);
            long seq = last + i + 1;
            members.forEach(member -> await().atMost(TIMEOUT).until(() -> member.shown.contains(seq)));
        }

        List<LinkTraffic> after = sentByFirst();
        assertThat(frames(before.get(0), after.get(0))).isEqualTo(10);
        assertThat(frames(before.get(1), after.get(1))).isEqualTo(10);
        assertThat(frames(before.get(2), after.get(2))).isZero();
    }

    private List<LinkTraffic> sentByFirst() {
        return workers.stream()
                .skip(1)
                .map(worker -> workers.get(0).sentTo(worker))
                .toList();
    }

    private static long frames(LinkTraffic before, LinkTraffic after) {
        return after.frames() - after.repeats() - before.frames() + before.repeats();
    }

    @Test
    void tellsEverybodyWhatIsHis_andNothingElse_whilePeopleComeAndGo() throws Exception {
        Random random = new Random(Long.getLong("yizhan.seed", 7));
        TestGroup group = new TestGroup(backend, workers.get(0));
        GroupDevice owner = device(0, "owner", group);
        Map<UserId, List<GroupDevice>> devices = new HashMap<>();
        List<UserId> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UserId user = new UserId("user" + i);
            users.add(user);
            devices.put(user, new ArrayList<>(List.of(device(i % 3, user.value(), group))));
        }
        for (int i = 0; i < MESSAGES; i++) {
            owner.says("message " + i);
            if (i % 8 == 0) {
                UserId user = users.get(random.nextInt(users.size()));
                MemoryWorker by = workers.get(random.nextInt(3));
                if (group.memberships(user).stream().anyMatch(Membership::isPresent)) {
                    group.leave(by, user);
                } else {
                    group.join(by, user);
                }
            }
        }
        await().atMost(TIMEOUT).until(() -> owner.answers.get() == MESSAGES);
        long end = group.join(workers.get(1), new UserId("the-last"));
        for (UserId user : users) {
            await().atMost(TIMEOUT).untilAsserted(() -> hasWhatIsHis(user, group, devices.get(user), end));
        }
    }

    private static void hasWhatIsHis(UserId user, TestGroup group, List<GroupDevice> devices, long end) {
        Set<Long> his = group.memberships(user).stream()
                .flatMap(time -> LongStream.rangeClosed(
                                time.joinSeq(), time.leaveSeq().orElse(end))
                        .boxed())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> times = group.memberships(user).stream()
                .map(time -> time.joinSeq() + " to " + time.leaveSeq())
                .toList();
        for (GroupDevice device : devices) {
            assertThat(device.shown)
                    .as("%s was a member from %s%s, events %s", user, times, device, group.events(user))
                    .containsExactlyElementsOf(his);
            assertThat(device.pushed).as("pushed to " + user).isNotEmpty();
        }
    }
}
