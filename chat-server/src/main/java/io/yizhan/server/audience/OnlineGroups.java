package io.yizhan.server.audience;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.session.FanOut;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.state.Sequencer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a worker's {@link GroupBook}: reads what it lacks, tells the directory in which groups this worker is
 * interested, and looks at their heads, since word of a message may get lost. Safe from any thread, never blocks.
 */
public final class OnlineGroups implements OnlineMembers {
    private static final Logger log = LoggerFactory.getLogger(OnlineGroups.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2_000;
    /** After so many looks at the archive what waits for it is told by its head. */
    private static final int PATIENCE = 8;

    private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

    private final GroupBook book;
    private final MembershipReader reader;
    private final InterestKeeper interest;
    private final Sequencer sequencer;
    private final Supplier<Incarnation> self;
    private final ScheduledExecutorService timer;

    /**
     * @param self the present life of this worker
     * @param timer only starts calls; ended by its owner, and this with it
     */
    public OnlineGroups(
            GroupPorts ports,
            MessageStore messages,
            Sequencer sequencer,
            Supplier<Incarnation> self,
            ScheduledExecutorService timer) {
        this.book = new GroupBook(new FanOut());
        this.reader = new MembershipReader(ports.store(), messages);
        this.interest = new InterestKeeper(ports.directory(), self);
        this.sequencer = sequencer;
        this.self = self;
        this.timer = timer;
    }

    /**
     * Begins to look at the heads.
     *
     * @param every what is lost with nothing after it is named within twice that time
     */
    public void start(Duration every) {
        new Recurring(log, "The heads of groups are not looked at", this::look).withPauses(timer, every);
    }

    /** This worker goes on under another incarnation. */
    public void newLife(Incarnation life) {
        log.debug("Interest is told anew by: {}", life);
        interest.renew().exceptionally(OnlineGroups::leftToTheNextLook);
    }

    /** Says again which groups are of interest, then looks where they end. */
    void look() {
        interest.renew()
                .exceptionally(OnlineGroups::leftToTheNextLook)
                .thenCompose(renewed -> heads(book.all(), book::saw));
    }

    private CompletionStage<Void> heads(Collection<GroupId> groups, Consumer<Map<ConversationId, Long>> then) {
        return sequencer
                .heads(groups.stream().map(ConversationId::group).toList())
                .thenAccept(then)
                .exceptionally(OnlineGroups::leftToTheNextLook);
    }

    private static Void leftToTheNextLook(Throwable failure) {
        log.debug("Left to the next look at the groups", failure);
        return null;
    }

    @Override
    public CompletionStage<Void> enter(LocalSession session) {
        GroupBook.Arrival arrival = book.add(session);
        if (arrival.isNew()) {
            read(arrival.user(), FIRST_PAUSE_MS);
        }
        return arrival.user().entered().minimalCompletionStage();
    }

    private void read(LocalUser user, long pauseMs) {
        reader.of(user.id()).whenComplete((known, failure) -> {
            if (failure == null) {
                boolean late = user.entered().isDone();
                Changes changes = book.read(user, known);
                carryOut(changes)
                        .exceptionally(OnlineGroups::leftToTheNextLook)
                        .thenCompose(
                                stands -> late ? heads(book.groupsOf(user), heads -> book.tell(user, heads)) : DONE)
                        .thenAccept(done -> user.entered().complete(null));
            } else if (book.isHere(user)) {
                log.debug("Could not read the groups of: {}", user.id(), failure);
                user.entered().complete(null);
                later(pauseMs, () -> read(user, Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)));
            }
        });
    }

    @Override
    public void leave(LocalSession session) {
        book.remove(session).forEach(interest::end);
    }

    @Override
    public void take(Message message, long changedSeq) {
        ConversationId.parse(message.getConversationId())
                .flatMap(ConversationId::group)
                .ifPresent(group -> follow(book.take(group, message, changedSeq)));
    }

    @Override
    public void name(GroupId group, long headSeq) {
        book.name(group, headSeq);
    }

    @Override
    public int room(GroupId group) {
        return book.room(group);
    }

    @Override
    public List<Membership> of(UserId user) {
        return book.of(user);
    }

    @Override
    public boolean isHere(Incarnation worker) {
        return self.get().node().equals(worker.node());
    }

    /** A group that begins with what was heard: what came before its interest stood is in its head. */
    private void follow(Changes changes) {
        List<GroupId> begun = List.copyOf(changes.begun);
        CompletionStage<Void> stands = carryOut(changes);
        if (!begun.isEmpty()) {
            stands.exceptionally(OnlineGroups::leftToTheNextLook).thenCompose(told -> heads(begun, book::nameUnheard));
        }
    }

    private CompletionStage<Void> carryOut(Changes changes) {
        changes.unclear.stream().distinct().forEach(group -> clear(group, 0));
        changes.ended.forEach(interest::end);
        return interest.begin(changes.begun);
    }

    /** Reads who of a group's users here is a member, until it is known. */
    private void clear(LocalGroup group, int tried) {
        book.beginReading(group)
                .ifPresent(users -> reader.of(group.id(), users).whenComplete((rolled, failure) -> {
                    boolean isClear = false;
                    if (failure == null) {
                        Changes changes = book.read(group, rolled);
                        changes.ended.forEach(interest::end);
                        isClear = changes.unclear.isEmpty();
                    } else {
                        log.debug("Could not read who is a member of: {}", group.id(), failure);
                        book.endReading(group);
                    }
                    if (!isClear) {
                        clearLater(group, tried + 1);
                    }
                }));
    }

    private void clearLater(LocalGroup group, int tried) {
        if (tried >= PATIENCE) {
            book.giveUp(group);
        }
        later(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(tried, 10)), () -> clear(group, tried));
    }

    private void later(long pauseMs, Runnable task) {
        try {
            timer.schedule(task, pauseMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("Closing, nothing more is read of groups");
        }
    }
}
