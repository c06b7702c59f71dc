package io.yizhan.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in whatever order, a device that reads, pulls what is named and acknowledges ends with everything. */
class PushFlowModelTest {
    private static final String[] CONVERSATIONS = {"a", "b", "c"};
    private static final int MAX_UNACKED = 4;

    private final Map<String, Set<Long>> stored = new HashMap<>();
    private final Map<String, TreeSet<Long>> onDevice = new HashMap<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final Map<String, Long> highestPush = new HashMap<>();
    private final Set<String> unacked = new HashSet<>();
    private final Set<String> everPushed = new HashSet<>();

    static long[] seeds() {
        return new Random(20_240).longs(60).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsWithEverything(long seed) {
        Random random = new Random(seed);
        DeviceOnAChannel device = new DeviceOnAChannel(MAX_UNACKED, random.nextBoolean() ? 60 : 1 << 18).started();
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> grow(device, random);
                case 3 -> device.pass(random.nextInt(600));
                case 4 -> device.reads(random.nextInt(3) > 0);
                default -> read(device, random.nextInt(3) > 0);
            }
        }
        device.reads(true);
        for (int i = 0; i < 40; i++) {
            read(device, true);
            device.pass(500);
        }
        assertThat(device.channel.isOpen()).as("seed %d", seed).isTrue();
        assertThat(onDevice).as("seed %d", seed).isEqualTo(stored);
        assertThat(unacked).as("seed %d", seed).isEmpty();
    }

    /** One or two messages are stored; of two the later may come first. */
    private void grow(DeviceOnAChannel device, Random random) {
        String conversation = CONVERSATIONS[random.nextInt(CONVERSATIONS.length)];
        Set<Long> seqs = stored.computeIfAbsent(conversation, id -> new TreeSet<>());
        long seq = seqs.stream().mapToLong(Long::longValue).max().orElse(0) + 1 + random.nextInt(2);
        seqs.add(seq);
        if (random.nextInt(4) == 0) {
            seqs.add(seq + 1);
            device.push(conversation, seq + 1, seq);
        } else {
            device.push(conversation, seq);
        }
    }

    private void read(DeviceOnAChannel device, boolean acknowledges) {
        for (Frame frame : device.frames()) {
            for (Message message : frame.getPush().getMessagesList()) {
                pushed(message.getConversationId(), message.getSeq());
            }
            for (Head head : frame.getHeadNotice().getHeadsList()) {
                stored.getOrDefault(head.getConversationId(), Set.of()).stream()
                        .filter(seq -> seq <= head.getHeadSeq())
                        .forEach(seq -> onDevice(head.getConversationId()).add(seq));
            }
        }
        if (acknowledges) {
            onDevice.keySet().forEach(conversation -> acknowledge(device, conversation));
        }
    }

    private void pushed(String conversation, long seq) {
        onDevice(conversation).add(seq);
        boolean first = everPushed.add(conversation + seq);
        if (first) {
            assertThat(seq).isGreaterThan(highestPush.getOrDefault(conversation, 0L));
            highestPush.put(conversation, seq);
        }
        if (seq > acknowledged.getOrDefault(conversation, 0L)) {
            unacked.add(conversation + seq);
        }
        assertThat(unacked.size()).isLessThanOrEqualTo(MAX_UNACKED);
    }

    /** The highest number up to which the device has all that is stored. */
    private void acknowledge(DeviceOnAChannel device, String conversation) {
        long contiguous = acknowledged.getOrDefault(conversation, 0L);
        for (long seq : stored.get(conversation)) {
            if (!onDevice(conversation).contains(seq)) {
                break;
            }
            contiguous = Math.max(contiguous, seq);
            unacked.remove(conversation + seq);
        }
        acknowledged.put(conversation, contiguous);
        device.acknowledge(conversation, contiguous);
    }

    private TreeSet<Long> onDevice(String conversation) {
        return onDevice.computeIfAbsent(conversation, id -> new TreeSet<>());
    }
}
