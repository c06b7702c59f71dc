package io.yizhan.quickstart.check;

import static io.yizhan.quickstart.check.Story.ANN;
import static io.yizhan.quickstart.check.Story.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.quickstart.check.Breach.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every kind of broken promise is found in a history that was made up, and nothing else is. */
class CheckerTest {
    private static final long EPOCH = 1L << 32;

    @Test
    void findsNothing_whenAllWentWell() {
        Verdict verdict = new Story().works(1, 1).works(2, 2).verdict();

        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(List.of(verdict.sent(), verdict.acked(), verdict.shown(), verdict.refused(), verdict.recovered()))
                .containsExactly(2, 2, 2, 0, 0);
        assertThat(verdict.toString()).contains("seed 7");
    }

    @Test
    void findsNothing_whenNumbersJump() {
        assertClean(new Story().works(1, 1).works(2, EPOCH + 1).works(3, 5 * EPOCH + 9));
    }

    @Test
    void findsNothing_whenAMessageThatWasNotAcknowledgedMovesAfterItWasShown() {
        assertClean(
                new Story().annSends(1).shown(BOB, 1, 1).works(2, 2).acked(1, 3).stored(1, 3));
    }

    @Test
    void findsNothing_whenWhatWasNotAcknowledgedWentEitherWay() {
        Verdict verdict = new Story()
                .annSends(1)
                .annSends(2)
                .stored(2, 2)
                .shown(BOB, 2, 2)
                .annSends(3)
                .stored(3, 3)
                .verdict();

        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(verdict.recovered()).isEqualTo(2);
    }

    @Test
    void findsNothing_whenADeviceThatJoinedLaterBeganLater() {
        assertClean(new Story().works(1, 1).joins("bob/tablet"));
    }

    @Test
    void findsALoss_whenTheDatabaseLacksWhatWasAcknowledged() {
        assertOnly(Kind.LOST, new Story().annSends(1).acked(1, 1).shown(BOB, 1, 1));
    }

    @Test
    void findsALoss_whenADeviceWasNotShownWhatWasAcknowledged() {
        assertOnly(Kind.LOST, new Story().annSends(1).acked(1, 1).stored(1, 1));
        assertOnly(Kind.LOST, new Story().joins("bob/tablet").works(1, 1));
    }

    @Test
    void findsALoss_whenTheSendersOtherDeviceWasNotShownIt() {
        assertOnly(Kind.LOST, new Story().joins("ann/tablet").works(1, 1));
    }

    @Test
    void findsADuplicate_whenOneMessageIsShownTwice() {
        assertOnly(Kind.DUPLICATED, new Story().works(1, 1).shown(BOB, 1, 4));
    }

    @Test
    void findsADuplicate_whenOneSendBecomesTwoMessages() {
        assertOnly(Kind.DUPLICATED, new Story().works(1, 1).shown(BOB, 1, 2, 900));
        assertOnly(Kind.DUPLICATED, new Story().works(1, 1).stored(1, 2, 900));
        assertOnly(Kind.DUPLICATED, new Story().annSends(1).stored(1, 1).stored(1, 2, 900));
    }

    @Test
    void findsDisorder_whenADeviceIsShownASmallerNumberLater() {
        assertOnly(
                Kind.REORDERED,
                new Story()
                        .annSends(1)
                        .annSends(2)
                        .acked(1, 1)
                        .acked(2, 2)
                        .stored(1, 1)
                        .stored(2, 2)
                        .shown(BOB, 2, 2)
                        .shown(BOB, 1, 1));
    }

    @Test
    void findsDisorder_whenWhatWasSentAfterAnAcknowledgementIsNumberedBelow() {
        assertOnly(
                Kind.REORDERED,
                new Story()
                        .annSends(1)
                        .acked(1, EPOCH + 1)
                        .stored(1, EPOCH + 1)
                        .annSends(2)
                        .acked(2, 2)
                        .stored(2, 2)
                        .shown(BOB, 2, 2)
                        .shown(BOB, 1, EPOCH + 1));
    }

    @Test
    void findsDisorder_whenWhatWasNeverAcknowledgedIsNumberedBelow() {
        assertOnly(Kind.REORDERED, new Story().works(1, 7).annSends(2).stored(2, 3));
    }

    @Test
    void findsAWrongNumber_whenTwoMessagesHaveTheSame() {
        assertOnly(
                Kind.MISNUMBERED,
                new Story().annSends(1).shown(BOB, 1, 1).annSends(2).acked(2, 1).stored(2, 1),
                Kind.LOST);
        assertOnly(
                Kind.MISNUMBERED,
                new Story().annSends(1).annSends(2).stored(1, 1).stored(2, 1));
    }

    @Test
    void findsAWrongNumber_whenAnAcknowledgedOneChanges() {
        assertOnly(
                Kind.MISNUMBERED,
                new Story().annSends(1).acked(1, 1).stored(1, 9).shown(BOB, 1, 9));
    }

    @Test
    void findsWhatNobodySent() {
        assertOnly(Kind.UNEXPECTED, new Story().works(1, 1).stored(44, 2));
        assertOnly(Kind.UNEXPECTED, new Story().works(1, 1).shown(BOB, 44, 2));
        assertOnly(Kind.UNEXPECTED, new Story().works(1, 1).shown(ANN, 1, 1));
    }

    @Test
    void findsWhatWasStoredThoughRefused() {
        assertOnly(
                Kind.UNEXPECTED,
                new Story()
                        .annSends(1)
                        .add(at -> new Event.Refused(at, 1, "NO_SUCH_USER"))
                        .stored(1, 1));
    }

    @Test
    void findsADisclosure() {
        assertOnly(Kind.DISCLOSED, new Story().works(1, 1).shown("eve/phone", 1, 1));
    }

    @Test
    void findsNothing_whenMembersAreShownTheirTimesInAGroup() {
        Story story = new Story()
                .told("created", "ann", 1)
                .told("joined", "bob", 2)
                .said(7, 3)
                .told("left", "bob", 4)
                .said(8, 5)
                .told("joined", "bob", 6)
                .told("role", "bob", 7)
                .toldOf(BOB, 2)
                .shownInGroup(BOB, 7, 3)
                .toldOf(BOB, 4)
                .toldOf(BOB, 6)
                .toldOf(BOB, 7);
        List.of(1, 2, 4, 6, 7).forEach(seq -> story.toldOf(ANN, seq));
        assertClean(story);
    }

    @Test
    void findsADisclosure_whenSomebodyIsShownWhatIsNotOfHisTimeInAGroup() {
        assertOnly(
                Kind.DISCLOSED,
                withBob()
                        .told("left", "bob", 3)
                        .toldOf(BOB, 3)
                        .toldOf(ANN, 3)
                        .said(7, 4)
                        .shownInGroup(BOB, 7, 4));
        assertOnly(Kind.DISCLOSED, withBob(1).toldOf(BOB, 2));
        assertOnly(Kind.DISCLOSED, withBob().toldOf("eve/phone", 2));
    }

    @Test
    void findsALoss_whenAMemberIsNotShownWhatIsOfHisTimeInAGroup() {
        assertOnly(Kind.LOST, withBob().said(7, 3));
        assertOnly(Kind.LOST, withBob().told("left", "bob", 3).toldOf(ANN, 3));
        assertOnly(Kind.LOST, withBob().joins("bob/tablet"));
    }

    @Test
    void findsADuplicate_whenSomebodyComesTwiceOrGoesTwice() {
        assertOnly(
                Kind.DUPLICATED,
                withBob().told("joined", "bob", 3).toldOf(BOB, 3).toldOf(ANN, 3));
        assertOnly(
                Kind.DUPLICATED,
                withBob().told("removed", "eve", 3).toldOf(BOB, 3).toldOf(ANN, 3));
    }

    private static Story withBob() {
        return withBob(2);
    }

    /** @param first what bob is shown first, who came with 2 */
    private static Story withBob(long first) {
        return new Story()
                .told("created", "ann", 1)
                .told("joined", "bob", 2)
                .toldOf(ANN, 1)
                .toldOf(ANN, 2)
                .toldOf(BOB, first);
    }

    @Test
    void findsSilence() {
        assertOnly(Kind.UNANSWERED, asked().after(9_500).add(at -> new Event.Answered(at, "c1", 1, "UNAVAILABLE")));
        assertOnly(Kind.UNANSWERED, asked().after(11_000).add(at -> new Event.Closed(at, "c1")));
        assertOnly(Kind.UNANSWERED, asked().after(11_000).works(1, 1));
        assertOnly(Kind.UNANSWERED, asked().add(at -> new Event.Answered(at, "c1", 1, "INTERNAL")));
    }

    @Test
    void findsNoSilence_whenTheAnswerCameInTime_orTheConnectionWent() {
        assertClean(asked().after(8_000).add(at -> new Event.Answered(at, "c1", 1, "OK")));
        assertClean(asked().add(at -> new Event.Closed(at, "c1")).after(60_000).works(1, 1));
    }

    @Test
    void findsTwoDevicesInOnePlace() {
        Story both = new Story()
                .joins("bob/tablet")
                .add(at -> new Event.Online(at, BOB))
                .add(at -> new Event.Online(at, "bob/tablet"));
        assertOnly(Kind.TWO_SESSIONS, both.after(6_000).add(at -> new Event.Offline(at, BOB, "kicked")));
    }

    @Test
    void findsOneDeviceInOnePlace_whenTheOtherWentSoon() {
        assertClean(new Story()
                .joins("bob/tablet")
                .add(at -> new Event.Online(at, BOB))
                .add(at -> new Event.Online(at, "bob/tablet"))
                .add(at -> new Event.Offline(at, BOB, "kicked"))
                .after(60_000)
                .add(at -> new Event.Online(at, ANN)));
    }

    private static Story asked() {
        return new Story().add(at -> new Event.Asked(at, "c1", 1));
    }

    private static void assertClean(Story story) {
        assertThat(story.verdict().breaches()).isEmpty();
    }

    /** @param besides what else is broken then, unavoidably */
    private static void assertOnly(Kind kind, Story story, Kind... besides) {
        List<Kind> allowed = new ArrayList<>(List.of(besides));
        allowed.add(kind);
        assertThat(story.verdict().breaches())
                .anySatisfy(breach -> assertThat(breach.kind()).isEqualTo(kind))
                .allSatisfy(breach -> assertThat(breach.kind()).isIn(allowed));
    }
}
