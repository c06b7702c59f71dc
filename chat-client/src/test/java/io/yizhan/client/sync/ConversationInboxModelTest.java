package io.yizhan.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import chat.v2.PullRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random histories under loss, repetition, reordering, renumbering, partial pages, slow callbacks and reconnects. */
class ConversationInboxModelTest {
    private static final int RUNS = Integer.getInteger("model.runs", 3_000);
    private static final int STEPS = 250;

    @Test
    void showsEachMessageOnceAndInOrder_whateverTheNetworkDoes() {
        long firstSeed = System.nanoTime();
        for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            try {
                new Run(seed).play();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("Failed with the seed: " + seed, e);
            }
        }
    }

    private static final class Run {
        private final Random random;
        private final ModelConversation server;
        private final ConversationInbox inbox;
        private final List<Message> inFlight = new ArrayList<>();
        private final List<Long> shownIds = new ArrayList<>();
        private final Set<Long> taken = new HashSet<>();
        private final List<Message> untaken = new ArrayList<>();
        private Optional<PullRequest> pull = Optional.empty();
        private long lastShownSeq;
        private long now;

        Run(long seed) {
            random = new Random(seed);
            server = new ModelConversation(random);
            InboxLimits limits = new InboxLimits(
                    1 + random.nextInt(20),
                    1 << 20,
                    1 + random.nextInt(20),
                    1 + random.nextInt(30),
                    Duration.ofMillis(500));
            inbox = new ConversationInbox(
                    "d:alice:bob", limits, message -> message.getFromDeviceId().equals(ModelConversation.MINE));
            inbox.beginAfter(0, 0);
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                act();
                observe();
            }
            settleDown();
            assertThat(shownIds).as("each once, none missing").containsExactlyInAnyOrderElementsOf(server.visibleIds());
            assertThat(inbox.cursor()).isEqualTo(server.head());
        }

        private void act() {
            now += random.nextInt(200);
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> push(server.add(false));
                case 3 -> send();
                case 4, 5, 6, 7 -> arrive();
                case 8 -> server.settle();
                case 9 -> server.renumberOne().forEach(this::push);
                case 10 -> answerPull();
                case 11 -> inbox.headIs(server.head(), now);
                case 12 -> take();
                default -> {
                    if (random.nextInt(10) == 0) {
                        reconnect();
                    }
                }
            }
            if (pull.isEmpty()) {
                pull = inbox.nextPull(now);
            }
        }

        private void push(Message message) {
            int copies = random.nextInt(5); // 0: lost, 2 and more: repeated
            for (int copy = 0; copy < Math.min(copies, 3); copy++) {
                inFlight.add(message);
            }
        }

        private void send() {
            Message own = server.add(true);
            inbox.sent(own.getSeq(), own.getMessageId(), now);
        }

        private void arrive() {
            if (!inFlight.isEmpty()) {
                inbox.received(inFlight.remove(random.nextInt(inFlight.size())), now);
            }
        }

        private void answerPull() {
            pull.ifPresent(request -> {
                if (random.nextInt(5) == 0) {
                    inbox.pullFailed(random.nextInt(400), now);
                } else {
                    inbox.pulled(server.answer(request), now);
                }
            });
            pull = Optional.empty();
        }

        private void reconnect() {
            inFlight.clear();
            pull = Optional.empty();
            inbox.disconnected();
            inbox.headIs(server.head(), now);
        }

        private void take() {
            if (!untaken.isEmpty()) {
                int count = 1 + random.nextInt(untaken.size());
                Message last = untaken.get(count - 1);
                untaken.subList(0, count).forEach(message -> taken.add(message.getMessageId()));
                untaken.subList(0, count).clear();
                inbox.consumed(last.getSeq(), now);
            }
        }

        private void observe() {
            for (InboxEvent event : inbox.drain()) {
                if (event instanceof InboxEvent.Deliver deliver) {
                    assertThat(deliver.message().getSeq()).as("ascending").isGreaterThan(lastShownSeq);
                    lastShownSeq = deliver.message().getSeq();
                    shownIds.add(deliver.message().getMessageId());
                    untaken.add(deliver.message());
                }
            }
            inbox.takeAck()
                    .ifPresent(seq ->
                            assertThat(taken).as("acknowledged to %d", seq).containsAll(server.visibleIdsTo(seq)));
        }

        private void settleDown() {
            server.settleAll();
            for (int step = 0; step < 5_000 && inbox.cursor() < server.head(); step++) {
                now += 600;
                inbox.headIs(server.head(), now);
                answerPull();
                pull = inbox.nextPull(now);
                observe();
                take();
            }
        }
    }
}
