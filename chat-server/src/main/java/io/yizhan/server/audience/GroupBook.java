package io.yizhan.server.audience;

import chat.v2.Head;
import chat.v2.Message;
import io.yizhan.group.GroupRole;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.session.FanOut;
import io.yizhan.server.session.LocalSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who of which group is online here, and what each of them is told. What is told about a group goes out under one lock,
 * so that who comes and goes does so between two messages, in the order in which the conversation has them. Calls
 * nothing that waits.
 */
final class GroupBook {
    /** Guarded by this, and what is in them. */
    private final Seats seats;

    GroupBook(FanOut fanOut) {
        this.seats = new Seats(fanOut);
    }

    /** Takes the session in; its user's groups are to be read if he was not here before. */
    synchronized Arrival add(LocalSession session) {
        boolean isNew = seats.user(session.user()).isEmpty();
        return new Arrival(seats.add(session), isNew);
    }

    /** Takes the session out; gives the groups that have nobody here any more. */
    synchronized List<GroupId> remove(LocalSession session) {
        return seats.remove(session);
    }

    synchronized boolean isHere(LocalUser user) {
        return seats.user(user.id()).filter(here -> here == user).isPresent();
    }

    /** Takes what was read of a user's groups. */
    synchronized Changes read(LocalUser user, Collection<MembershipReader.Known> known) {
        Changes changes = new Changes();
        if (!isHere(user)) {
            return changes;
        }
        for (MembershipReader.Known one : known) {
            GroupId id = one.membership().group();
            if (user.note(one.membership()) && one.membership().isPresent()) {
                LocalGroup group = seats.group(id).orElseGet(() -> begin(id, one.knownTo(), changes));
                if (one.knownTo() >= group.knownTo()) {
                    seats.join(group, user, one.membership().joinSeq());
                } else {
                    group.unsettled().add(user.id());
                    changes.unclear.add(group);
                }
            }
        }
        return changes;
    }

    private LocalGroup begin(GroupId id, long knownTo, Changes changes) {
        changes.begun.add(id);
        return seats.begin(id, knownTo);
    }

    private void part(LocalGroup group, LocalUser user, Changes changes) {
        if (seats.part(group, user)) {
            changes.ended.add(group.id());
        }
    }

    /** Takes a message of a group; see {@link OnlineMembers#take}. */
    synchronized Changes take(GroupId id, Message message, long changedSeq) {
        Changes changes = new Changes();
        Optional<GroupEvent> event = GroupEvent.in(message);
        Optional<LocalGroup> known = seats.group(id);
        if (known.isEmpty()) {
            event.filter(GroupBook::goes)
                    .flatMap(one -> seats.user(one.user()))
                    .ifPresent(user -> user.farewell(id, message));
            Optional<LocalUser> comer = event.filter(GroupBook::comes).flatMap(one -> seats.user(one.user()));
            if (comer.isEmpty() || !comer.get().note(joined(id, comer.get().id(), message.getSeq()))) {
                return changes;
            }
            LocalGroup begun = begin(id, message.getSeq(), changes);
            seats.join(begun, comer.get(), message.getSeq());
            apply(begun, message, changes);
            return changes;
        }
        hear(known.get(), message, changedSeq, event, changes);
        return changes;
    }

    private void hear(LocalGroup group, Message message, long changedSeq, Optional<GroupEvent> event, Changes changes) {
        if (changedSeq <= group.knownTo()) {
            apply(group, message, changes);
        } else if (group.hold(message, changedSeq)) {
            // read with the others, so that he is in before the message that brings him goes out
            event.filter(GroupBook::comes)
                    .flatMap(one -> seats.user(one.user()))
                    .ifPresent(user -> group.unsettled().add(user.id()));
            changes.unclear.add(group);
        } else {
            name(group, message.getSeq());
        }
    }

    /** All that changed who is a member before this message is known. */
    private void apply(LocalGroup group, Message message, Changes changes) {
        group.heard(message.getSeq());
        Optional<GroupEvent> event = GroupEvent.in(message);
        LocalUser user = event.flatMap(one -> seats.user(one.user())).orElse(null);
        boolean isNew = message.getSeq() > group.knownTo();
        if (user != null && comes(event.get()) && !group.members().containsKey(user.id())) {
            come(group, user, message.getSeq(), isNew, changes);
        }
        if (event.isEmpty() || group.tells(message.getSeq())) {
            group.sessions().push(message);
        }
        if (user != null && goes(event.get())) {
            go(group, user, message, changes);
        }
        if (message.getFromDeviceId().isEmpty()) {
            group.knows(message.getSeq());
        }
    }

    private void come(LocalGroup group, LocalUser user, long seq, boolean isNew, Changes changes) {
        if (isNew && user.note(joined(group.id(), user.id(), seq))) {
            seats.join(group, user, seq);
        } else {
            group.unsettled().add(user.id());
            changes.unclear.add(group);
        }
    }

    /** Who goes is told of it, also if it was known before the message came. */
    private void go(LocalGroup group, LocalUser user, Message message, Changes changes) {
        Long since = group.members().get(user.id());
        if (since == null) {
            user.farewell(group.id(), message);
        } else if (since < message.getSeq()) {
            Membership last = joined(group.id(), user.id(), since);
            boolean latest = user.note(
                    new Membership(last.group(), last.user(), since, OptionalLong.of(message.getSeq()), last.role()));
            if (latest) {
                part(group, user, changes);
            }
        }
    }

    /** Takes what was read of a group: what waited for it may go, if that is enough. */
    synchronized Changes read(LocalGroup group, MembershipReader.Rolled rolled) {
        Changes changes = new Changes();
        group.endReading();
        if (!seats.isHere(group)) {
            return changes;
        }
        // of somebody who came while it was read nothing later is known
        if (rolled.knownTo() >= group.knownTo() && rolled.asked().containsAll(group.everybody())) {
            group.knows(rolled.knownTo());
            settle(group, rolled, changes);
        }
        group.release(false).forEach(one -> apply(group, one.message(), changes));
        if (group.isWaiting()) {
            changes.unclear.add(group);
        }
        return changes;
    }

    private void settle(LocalGroup group, MembershipReader.Rolled rolled, Changes changes) {
        for (Membership one : rolled.memberships()) {
            seats.user(one.user()).ifPresent(user -> settle(group, user, one, changes));
        }
        group.unsettled().clear();
        if (seats.end(group)) {
            changes.ended.add(group.id());
        }
    }

    private void settle(LocalGroup group, LocalUser user, Membership read, Changes changes) {
        Membership known = user.memberships().get(group.id());
        Long since = group.members().get(user.id());
        user.memberships().put(group.id(), read); // all that was heard of is in it
        if (!read.equals(known)) {
            tell(user, Map.of(ConversationId.group(group.id()), read.leaveSeq().orElse(group.heardTo())));
        }
        if (read.isPresent() && (since == null || since != read.joinSeq())) {
            seats.join(group, user, read.joinSeq());
        } else if (!read.isPresent() && since != null) {
            part(group, user, changes);
        }
    }

    /** It cannot be read now: what waits is given up, and the head named instead. */
    synchronized void giveUp(LocalGroup group) {
        long highest = group.release(true).stream()
                .mapToLong(one -> one.message().getSeq())
                .max()
                .orElse(0);
        if (highest > 0) {
            name(group, highest);
        }
    }

    /** Whom to read of a group; nothing if somebody reads it already, or nobody is here any more. */
    synchronized Optional<Set<UserId>> beginReading(LocalGroup group) {
        return seats.isHere(group) && group.beginReading() ? Optional.of(group.everybody()) : Optional.empty();
    }

    synchronized void endReading(LocalGroup group) {
        group.endReading();
    }

    synchronized void name(GroupId id, long headSeq) {
        seats.group(id).ifPresent(group -> name(group, headSeq));
    }

    private static void name(LocalGroup group, long headSeq) {
        group.heard(headSeq);
        group.sessions()
                .name(Head.newBuilder()
                        .setConversationId(ConversationId.group(group.id()).value())
                        .setHeadSeq(headSeq)
                        .build());
    }

    /** Where the conversations end: what was seen there before, and not heard of since, is named now. */
    synchronized void saw(Map<ConversationId, Long> heads) {
        for (LocalGroup group : seats.groups()) {
            long unheard = group.saw(heads.getOrDefault(ConversationId.group(group.id()), 0L));
            if (unheard > 0) {
                name(group, unheard);
            }
        }
    }

    /** As {@link #name}, for those that end beyond what was heard of them here. */
    synchronized void nameUnheard(Map<ConversationId, Long> heads) {
        for (LocalGroup group : seats.groups()) {
            long head = heads.getOrDefault(ConversationId.group(group.id()), 0L);
            if (head > group.heardTo()) {
                name(group, head);
            }
        }
    }

    synchronized int room(GroupId id) {
        return seats.group(id).map(group -> group.sessions().room()).orElse(Integer.MAX_VALUE);
    }

    synchronized List<GroupId> groupsOf(LocalUser user) {
        return user.all().stream()
                .filter(Membership::isPresent)
                .map(Membership::group)
                .toList();
    }

    /** Names where the user's groups end to all his sessions here. */
    synchronized void tell(LocalUser user, Map<ConversationId, Long> heads) {
        List<Head> named = new ArrayList<>();
        heads.forEach((id, seq) -> named.add(
                Head.newBuilder().setConversationId(id.value()).setHeadSeq(seq).build()));
        user.sessions().forEach(session -> session.tell(named));
    }

    synchronized List<GroupId> all() {
        return seats.groups().stream().map(LocalGroup::id).toList();
    }

    synchronized List<Membership> of(UserId id) {
        return seats.user(id).map(LocalUser::all).orElse(List.of());
    }

    private static boolean comes(GroupEvent event) {
        return event instanceof GroupEvent.Created || event instanceof GroupEvent.Joined;
    }

    private static boolean goes(GroupEvent event) {
        return event instanceof GroupEvent.Left || event instanceof GroupEvent.Removed;
    }

    /** His role is of no interest here. */
    private static Membership joined(GroupId group, UserId user, long seq) {
        return new Membership(group, user, seq, OptionalLong.empty(), GroupRole.MEMBER);
    }

    /** @param isNew whether his groups are to be read */
    record Arrival(LocalUser user, boolean isNew) {}
}
