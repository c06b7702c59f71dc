package io.yizhan.gate.relation;

import io.yizhan.access.RelationFeed;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.login.Caller;
import io.yizhan.gate.user.UserDirectory;
import io.yizhan.identity.UserId;
import java.util.List;
import org.springframework.stereotype.Service;

/**
 * Changes how users stand to each other, then tells the workers; also when nothing changed, so that a call whose word
 * was lost is made good by repeating it. Blocks for the database and Redis.
 */
@Service
final class RelationService {
    private final RelationMapper relations;
    private final UserDirectory users;
    private final RelationFeed feed;

    RelationService(RelationMapper relations, UserDirectory users, RelationFeed feed) {
        this.relations = relations;
        this.users = users;
        this.feed = feed;
    }

    /**
     * Asks to be friends, or says yes to who has asked.
     *
     * @return how they stand now
     * @throws Refusal NO_SUCH_USER, INVALID_ARGUMENT for oneself, BLOCKED if one of them has blocked the other
     */
    RelationMapper.Friend befriend(Caller caller, String name) {
        String user = caller.user().value();
        UserId other = other(caller, name);
        if (relations.blocksBetween(user, other.value()) > 0) {
            throw new Refusal(GateError.BLOCKED, "One of you has blocked the other");
        }
        UserPair pair = UserPair.of(caller.user(), other);
        relations.befriend(user, pair);
        announceBoth(caller.user(), other);
        // whoever says no at this very moment leaves nothing to tell of
        String state = relations.state(user, pair).stream().findFirst().orElse("NONE");
        return new RelationMapper.Friend(other.value(), state);
    }

    /** Says no, takes a question back, or ends a friendship. */
    void unfriend(Caller caller, String name) {
        UserId other = other(caller, name);
        relations.unfriend(UserPair.of(caller.user(), other));
        announceBoth(caller.user(), other);
    }

    /** Takes nothing more from the other; a friendship ends, and a question with it. */
    void block(Caller caller, String name) {
        UserId other = other(caller, name);
        relations.block(caller.user().value(), other.value());
        relations.unfriend(UserPair.of(caller.user(), other));
        announceBoth(caller.user(), other);
    }

    void unblock(Caller caller, String name) {
        UserId other = other(caller, name);
        relations.unblock(caller.user().value(), other.value());
        feed.announce(caller.user(), other);
    }

    List<RelationMapper.Friend> friends(Caller caller, PageRequest page) {
        return relations.friends(caller.user().value(), page.after(), page.limit() + 1);
    }

    List<String> blocked(Caller caller, PageRequest page) {
        return relations.blocked(caller.user().value(), page.after(), page.limit() + 1);
    }

    private UserId other(Caller caller, String name) {
        if (!UserId.isValid(name)) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "Not a user id");
        }
        UserId other = new UserId(name);
        if (other.equals(caller.user())) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "That is you");
        }
        if (users.find(other).isEmpty()) {
            throw new Refusal(GateError.NO_SUCH_USER, "Nobody has this id");
        }
        return other;
    }

    private void announceBoth(UserId user, UserId other) {
        feed.announce(user, other);
        feed.announce(other, user);
    }
}
