package io.yizhan.server.delivery;

import chat.v2.Content;
import chat.v2.ErrorCode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yizhan.group.GroupRole;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.Mentions;
import io.yizhan.server.archive.Group;
import io.yizhan.server.audience.GroupPorts;
import io.yizhan.server.state.GroupDirectory.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets members send. Whom it has let through it need not ask for again: the directory has him at hand, and looks once
 * more when it gives the number. So to most messages it adds no call.
 */
public final class MembersDoor implements GroupDoor {
    private static final int MOST_KNOWN = 100_000;
    /** Well below the time for which the directory keeps what it read. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

    private static final int RETRY_MS = 1_000;
    private static final CompletionStage<Void> ADMITTED = CompletableFuture.completedStage(null);

    private final GroupPorts ports;
    private final Cache<Sender, Boolean> known = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    public MembersDoor(GroupPorts ports) {
        this.ports = ports;
    }

    @Override
    public CompletionStage<Void> admit(GroupId group, UserId user, Content content) {
        Mentions mentions = Mentions.in(content);
        if (!mentions.isValid()) {
            return refused(new RequestRefused(ErrorCode.INVALID_ARGUMENT, "Not a list of user ids: mention"));
        }
        CompletionStage<Void> member =
                admit(new Sender(group, user)).exceptionallyCompose(failure -> letRepeat(group, user, failure));
        return mentions.isAll() ? member.thenCompose(yes -> mayMentionAll(group, user)) : member;
    }

    /** Who was a member may be repeating what he sent then; whoever gives the numbers knows. */
    private CompletionStage<Void> letRepeat(GroupId group, UserId user, Throwable failure) {
        boolean isStranger = RequestRefused.in(failure)
                .filter(refusal -> refusal.code() != ErrorCode.UNAVAILABLE)
                .isPresent();
        return isStranger
                ? ports.store()
                        .latest(group, List.of(user))
                        .thenCompose(times -> times.isEmpty() ? CompletableFuture.failedStage(failure) : ADMITTED)
                : CompletableFuture.failedStage(failure);
    }

    private CompletionStage<Void> admit(Sender sender) {
        return known.getIfPresent(sender) != null
                ? ADMITTED
                : ports.directory().admit(sender.group(), sender.user()).thenCompose(standing -> let(sender, standing));
    }

    private CompletionStage<Void> let(Sender sender, Standing standing) {
        return switch (standing) {
            case MEMBER -> {
                known.put(sender, true);
                yield ADMITTED;
            }
            case SHUT_OUT ->
                refused(new RequestRefused(
                        ErrorCode.UNAVAILABLE, "Whether you are still a member is being decided", RETRY_MS));
            case STRANGER ->
                ports.store().find(sender.group()).thenCompose(found -> refused(stranger(sender.group(), found)));
        };
    }

    private static RequestRefused stranger(GroupId group, Optional<Group> found) {
        return found.filter(one -> !one.ended()).isPresent()
                ? new RequestRefused(ErrorCode.NOT_A_MEMBER, "Not a group of yours: " + group)
                : new RequestRefused(ErrorCode.NO_SUCH_GROUP, "No such group: " + group);
    }

    private CompletionStage<Void> mayMentionAll(GroupId group, UserId user) {
        return ports.store()
                .latest(group, List.of(user))
                .thenCompose(found -> found.stream().anyMatch(one -> one.isPresent() && one.role() != GroupRole.MEMBER)
                        ? ADMITTED
                        : refused(new RequestRefused(
                                ErrorCode.INVALID_ARGUMENT, "Only the owner and admins mention all")));
    }

    /**
     * Why a send got no number: the directory did not know the sender as a member. Most often he is none; where it has
     * merely forgotten him, he is to send again, since what he sent afterwards may have a number by now.
     */
    CompletionStage<RequestRefused> whyNot(GroupId group, UserId user) {
        Sender sender = new Sender(group, user);
        known.invalidate(sender);
        return admit(sender)
                .handle((admitted, failure) -> RequestRefused.in(failure)
                        .orElseGet(() -> new RequestRefused(
                                ErrorCode.UNAVAILABLE, "Who is a member has to be read again", RETRY_MS)));
    }

    private static CompletionStage<Void> refused(RequestRefused refusal) {
        return CompletableFuture.failedStage(refusal);
    }

    private record Sender(GroupId group, UserId user) {}
}
