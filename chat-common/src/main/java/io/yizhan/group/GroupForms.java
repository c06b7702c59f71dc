package io.yizhan.group;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The bodies and parameters of the calls about groups over HTTP (protocol, section 5), wherever they are served. */
public final class GroupForms {
    private static final String ID_FORM = " must be 1 to 64 of A-Z a-z 0-9 _ . -";
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;

    private GroupForms() {}

    /** A call that says something which is not allowed; the message is for people. */
    public static final class InvalidFormException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        InvalidFormException(String message) {
            super(message);
        }
    }

    /** A new group. */
    public record NewGroup(
            @Nullable String groupId,
            @Nullable String name,
            @Nullable List<@Nullable String> memberIds,
            @Nullable String joinPolicy,
            @Nullable String history) {
        /** @param free the id of a group that asks for none */
        public GroupCommand.Create by(UserId user, GroupId free) {
            return new GroupCommand.Create(
                    user,
                    groupId == null ? free : group(groupId),
                    checkedName(name),
                    users("memberIds", memberIds == null ? List.of() : memberIds),
                    joinPolicy == null ? JoinPolicy.OPEN : policy(joinPolicy),
                    history == null ? GroupHistory.SINCE_JOIN : seen(history));
        }
    }

    /** What is to be changed of a group. */
    public record Changes(
            @Nullable String name,
            @Nullable String joinPolicy,
            @Nullable String history) {
        public GroupCommand.Change by(UserId user, GroupId group) {
            return new GroupCommand.Change(
                    user,
                    group,
                    Optional.ofNullable(name).map(GroupForms::checkedName),
                    Optional.ofNullable(joinPolicy).map(GroupForms::policy),
                    Optional.ofNullable(history).map(GroupForms::seen));
        }
    }

    /** What a member is to be. */
    public record Role(@Nullable String role) {
        public GroupCommand.Put by(UserId user, GroupId group, UserId member) {
            Optional<GroupRole> wanted = Optional.ofNullable(role)
                    .map(name -> GroupRole.of(name)
                            .filter(known -> known != GroupRole.OWNER)
                            .orElseThrow(() -> new InvalidFormException("role must be MEMBER or ADMIN")));
            return new GroupCommand.Put(user, group, member, wanted);
        }
    }

    /** Several who are to be members. */
    public record Members(@Nullable List<@Nullable String> userIds) {
        public GroupCommand.Add by(UserId user, GroupId group) {
            if (userIds == null) {
                throw new InvalidFormException("userIds is missing");
            }
            return new GroupCommand.Add(user, group, users("userIds", userIds));
        }
    }

    /** A group as it is told. */
    public record Told(String groupId, String name, String ownerId, String joinPolicy, String history) {
        public static Told of(GroupProfile group) {
            return new Told(
                    group.id().value(),
                    group.name(),
                    group.owner().value(),
                    group.joinPolicy().name(),
                    group.history().name());
        }
    }

    /** A member as he is told. */
    public record ToldMember(String userId, String role) {}

    /** @param nextCursor empty at the end */
    public record GroupPage(List<Told> groups, String nextCursor) {
        /** @param found with one more than the page has, if there are more */
        public static GroupPage of(List<Told> found, int limit) {
            List<Told> page = found.subList(0, Math.min(limit, found.size()));
            return new GroupPage(page, cursor(found, limit, Told::groupId));
        }
    }

    /** @param nextCursor empty at the end */
    public record MemberPage(List<ToldMember> members, String nextCursor) {
        /** @param found with one more than the page has, if there are more */
        public static MemberPage of(List<ToldMember> found, int limit) {
            List<ToldMember> page = found.subList(0, Math.min(limit, found.size()));
            return new MemberPage(page, cursor(found, limit, ToldMember::userId));
        }
    }

    private static <T> String cursor(List<T> found, int limit, Function<T, String> id) {
        return found.size() > limit ? id.apply(found.get(limit - 1)) : "";
    }

    /** How many entries a page is to have. */
    public static int limit(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return USUAL_PAGE;
        }
        int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new InvalidFormException("limit must be 1 to " + LARGEST_PAGE);
        }
        return limit;
    }

    /** The group that a page of groups begins after. */
    public static Optional<GroupId> afterGroup(@Nullable String cursor) {
        return Optional.ofNullable(cursor).filter(text -> !text.isEmpty()).map(GroupForms::group);
    }

    /** The user that a page of members begins after. */
    public static Optional<UserId> afterUser(@Nullable String cursor) {
        return Optional.ofNullable(cursor).filter(text -> !text.isEmpty()).map(text -> user("cursor", text));
    }

    /** The number that is asked about, if one is. */
    public static OptionalLong seq(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("[1-9]\\d{0,15}")) {
            throw new InvalidFormException("seq must be the number of a message");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    public static GroupId group(String value) {
        if (!GroupId.isValid(value)) {
            throw new InvalidFormException("groupId" + ID_FORM);
        }
        return new GroupId(value);
    }

    public static UserId user(String value) {
        return user("userId", value);
    }

    private static UserId user(String what, @Nullable String value) {
        if (value == null || !UserId.isValid(value)) {
            throw new InvalidFormException(what + ID_FORM);
        }
        return new UserId(value);
    }

    private static Set<UserId> users(String what, List<@Nullable String> values) {
        if (values.size() > GroupCommand.MOST_USERS) {
            throw new InvalidFormException(what + " must be at most " + GroupCommand.MOST_USERS);
        }
        return values.stream().map(value -> user(what, value)).collect(Collectors.toSet());
    }

    private static String checkedName(@Nullable String name) {
        if (name == null || !GroupName.isValid(name)) {
            throw new InvalidFormException("name " + GroupName.FORM);
        }
        return name;
    }

    private static JoinPolicy policy(String name) {
        return JoinPolicy.of(name).orElseThrow(() -> new InvalidFormException("joinPolicy must be OPEN or INVITE"));
    }

    private static GroupHistory seen(String name) {
        return GroupHistory.of(name).orElseThrow(() -> new InvalidFormException("history must be SINCE_JOIN or ALL"));
    }
}
