package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import chat.v2.ErrorCode;
import chat.v2.Head;
import chat.v2.Position;
import chat.v2.SyncRequest;
import chat.v2.SyncResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Records;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Positions.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SyncTest {
    private final World world = new World();
    private final StoredCatchUp catchUp = world.catchUp();
    private long nextId = 1;

    /** As a send would leave it: in the index, then numbered. */
    private ConversationId message(UserId to) {
        ConversationId conversation = ConversationId.direct(ANN, to);
        long now = world.clock.epochMs();
        world.index.touch(List.of(new Activity(ANN, conversation, now), new Activity(to, conversation, now)));
        nextId++;
        world.sequencer.allocate(
                List.of(new NumberRequest(conversation, ANN, PHONE, nextId, nextId, nextId << 22, now, false)));
        return conversation;
    }

    private SyncResponse sync(SyncRequest.Builder request) {
        return catchUp.sync(ANN, LAPTOP, request.build()).toCompletableFuture().join();
    }

    private List<SyncResponse> allPages(SyncRequest.Builder request, Runnable between) {
        List<SyncResponse> pages = new ArrayList<>();
        do {
            pages.add(sync(request));
            request.setPageToken(pages.get(pages.size() - 1).getNextPageToken());
            between.run();
        } while (!request.getPageToken().isEmpty() && pages.size() < 100);
        return pages;
    }

    private static List<String> ids(List<SyncResponse> pages) {
        return pages.stream()
                .flatMap(page -> page.getHeadsList().stream())
                .map(Head::getConversationId)
                .toList();
    }

    private static Position have(String conversation, long seq) {
        return Position.newBuilder().setConversationId(conversation).setSeq(seq).build();
    }

    @Test
    void isEmpty_forWhoHasNothing() {
        assertThat(sync(SyncRequest.newBuilder())).isEqualTo(SyncResponse.getDefaultInstance());
    }

    @Test
    void tellsHeadsAndPositions_ofWhatMovedBeyondWhatTheDeviceHas() {
        message(BOB);
        message(BOB);
        message(new UserId("carl"));
        world.positions.advance(List.of(new Move(ANN_BOB, ANN, 2, 2), new Move(ANN_BOB, BOB, 1, 0)));
        SyncResponse page = sync(SyncRequest.newBuilder()
                .addHave(have("d:ann:bob", 1))
                .addHave(have("d:ann:carl", 1))
                .addHave(have("d:dora:eve", 0)));
        assertThat(page.getHeadsList())
                .containsExactly(Head.newBuilder()
                        .setConversationId("d:ann:bob")
                        .setHeadSeq(2)
                        .setDeliveredSeq(2)
                        .setReadSeq(2)
                        .setPeerDeliveredSeq(1)
                        .build());
        assertThat(page.getNextPageToken()).isEmpty();
    }

    @Test
    void listsAConversation_whenOnlyTheOtherSideMoved_andToEachDeviceOnce() {
        message(BOB);
        SyncRequest.Builder upToDate = SyncRequest.newBuilder().addHave(have("d:ann:bob", 1));
        assertThat(sync(upToDate).getHeadsList()).isEmpty();
        world.positions.advance(List.of(new Move(ANN_BOB, BOB, 1, 0)));
        assertThat(sync(upToDate).getHeads(0).getPeerDeliveredSeq()).isEqualTo(1);
        assertThat(sync(upToDate).getHeadsList()).isEmpty();
        assertThat(catchUp.sync(ANN, PHONE, upToDate.build())
                        .toCompletableFuture()
                        .join()
                        .getHeadsList())
                .hasSize(1);
        world.positions.advance(List.of(new Move(ANN_BOB, BOB, 1, 1)));
        assertThat(sync(upToDate).getHeads(0).getPeerReadSeq()).isEqualTo(1);
    }

    @Test
    void listsTheMostRecentlyActiveFirst_twoHundredAPage() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            expected.add(0, message(new UserId("user" + i)).value());
            world.clock.go(100);
        }
        world.clock.go(60_000);
        List<SyncResponse> pages = allPages(SyncRequest.newBuilder(), () -> {});
        assertThat(ids(pages)).isEqualTo(expected);
        assertThat(pages)
                .hasSizeBetween(3, 4)
                .allSatisfy(page -> assertThat(page.getHeadsCount()).isLessThanOrEqualTo(200));
    }

    @Test
    void skipsPagesInWhichNothingMoved() {
        SyncRequest.Builder request = SyncRequest.newBuilder();
        for (int i = 0; i < 450; i++) {
            ConversationId conversation = message(new UserId("user" + i));
            if (i > 0) {
                request.addHave(have(conversation.value(), 1));
            }
            world.clock.go(100);
        }
        assertThat(sync(request).getHeadsList())
                .extracting(Head::getConversationId)
                .containsExactly("d:ann:user0");
    }

    @RepeatedTest(20)
    void leavesNoneOut_thoughTheyMoveWhilePaging(RepetitionInfo repetition) {
        long seed = 1_000L + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        Map<String, Long> heads = new HashMap<>();
        for (int i = 0; i < 700; i++) {
            heads.put(message(new UserId("user" + i)).value(), 1L);
            world.clock.go(random.nextInt(200));
        }
        Set<String> before = new HashSet<>(heads.keySet());
        List<SyncResponse> pages = allPages(SyncRequest.newBuilder(), () -> {
            for (int i = 0; i < 20; i++) {
                message(new UserId("user" + random.nextInt(700)));
                world.clock.go(random.nextInt(50));
            }
        });
        assertThat(new HashSet<>(ids(pages))).as("seed %d", seed).isEqualTo(before);
        assertThat(pages).as("seed %d", seed).hasSizeLessThan(15);
    }

    @Test
    void ends_thoughHundredsOfConversationsAlwaysMove() {
        Runnable allMove = () -> {
            for (int i = 0; i < 450; i++) {
                message(new UserId("user" + i));
            }
            world.clock.go(1_000);
        };
        allMove.run();
        assertThat(allPages(SyncRequest.newBuilder(), allMove)).hasSizeLessThan(12);
    }

    @Test
    void refusesWhatItDidNotMake_andTooMuch() {
        assertThat(refusal(SyncRequest.newBuilder().setPageToken("not a token")))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(SyncRequest.newBuilder().setPageToken("AAAA"))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        SyncRequest.Builder many = SyncRequest.newBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.addHave(have("d:ann:user" + i, 1));
        }
        assertThat(sync(many).getHeadsList()).isEmpty();
        assertThat(refusal(many.addHave(have("d:ann:bob", 1)))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void showsASendInTheNextSync() {
        try (Lanes lanes = world.lanes(1, 10, 10)) {
            lanes.start();
            stored(lanes.send(toBob(1, "text")));
        }
        assertThat(catchUp.sync(BOB, PHONE, SyncRequest.getDefaultInstance())
                        .toCompletableFuture()
                        .join()
                        .getHeadsList())
                .extracting(Head::getHeadSeq)
                .containsExactly(1L);
    }

    @Test
    void endsWhereTheWritingEnds_whenTheSequencerForgot_orIsBehind() {
        ConversationId forgotten = ConversationId.direct(ANN, new UserId("eve"));
        world.index.touch(List.of(new Activity(ANN, forgotten, world.clock.epochMs())));
        world.store.write(Records.run(forgotten, 1, 7, "phone"));
        message(BOB);
        world.store.write(Records.run(ANN_BOB, 1, 4, "laptop"));
        assertThat(sync(SyncRequest.newBuilder().addHave(have("d:ann:eve", 6))).getHeadsList())
                .extracting(Head::getConversationId, Head::getHeadSeq)
                .containsExactlyInAnyOrder(tuple("d:ann:eve", 7L), tuple("d:ann:bob", 4L));
    }

    @Test
    void namesNoOtherSide_inAConversationWithOneself() {
        ConversationId alone = message(ANN);
        world.positions.advance(List.of(new Move(alone, ANN, 1, 1)));
        assertThat(sync(SyncRequest.newBuilder()).getHeadsList())
                .containsExactly(Head.newBuilder()
                        .setConversationId("d:ann:ann")
                        .setHeadSeq(1)
                        .setDeliveredSeq(1)
                        .setReadSeq(1)
                        .build());
        assertThat(sync(SyncRequest.newBuilder().addHave(have("d:ann:ann", 1))).getHeadsList())
                .isEmpty();
    }

    @Test
    void takesThePositionsOfADeviceAsUnsigned() {
        message(BOB);
        assertThat(sync(SyncRequest.newBuilder().addHave(have("d:ann:bob", -1))).getHeadsList())
                .isEmpty();
    }

    private ErrorCode refusal(SyncRequest.Builder request) {
        Throwable failure = catchThrowable(() -> sync(request));
        assertThat(failure).hasCauseInstanceOf(RequestRefused.class);
        return ((RequestRefused) failure.getCause()).code();
    }
}
