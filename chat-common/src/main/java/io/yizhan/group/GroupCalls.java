package io.yizhan.group;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ProtocolStringList;
import io.yizhan.group.GroupAnswer.Done;
import io.yizhan.group.GroupAnswer.Refused;
import io.yizhan.group.GroupCommand.Add;
import io.yizhan.group.GroupCommand.Change;
import io.yizhan.group.GroupCommand.Create;
import io.yizhan.group.GroupCommand.Put;
import io.yizhan.group.GroupCommand.Remove;
import io.yizhan.group.wire.GroupCall;
import io.yizhan.group.wire.GroupReply;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Commands and their answers as bytes ({@code group-calls.proto}), for the way from a gate to a worker. */
public final class GroupCalls {
    /** Under which workers take these calls. */
    public static final String NAME = "group";

    private GroupCalls() {}

    public static byte[] encode(GroupCommand command) {
        GroupCall.Builder call = GroupCall.newBuilder()
                .setByUserId(command.by().value())
                .setGroupId(command.group().value());
        if (command instanceof Create create) {
            call.getCreateBuilder()
                    .setName(create.name())
                    .addAllMemberIds(
                            create.members().stream().map(UserId::value).toList())
                    .setJoinPolicy(create.joinPolicy().name())
                    .setHistory(create.history().name());
        } else if (command instanceof Change change) {
            GroupCall.Change.Builder changed = call.getChangeBuilder();
            change.name().ifPresent(changed::setName);
            change.joinPolicy().ifPresent(policy -> changed.setJoinPolicy(policy.name()));
            change.history().ifPresent(history -> changed.setHistory(history.name()));
        } else if (command instanceof Put put) {
            call.getPutBuilder()
                    .setUserId(put.user().value())
                    .setRole(put.role().map(GroupRole::name).orElse(""));
        } else if (command instanceof Add add) {
            call.getAddBuilder()
                    .addAllUserIds(add.users().stream().map(UserId::value).toList());
        } else if (command instanceof Remove remove) {
            call.getRemoveBuilder().setUserId(remove.user().value());
        }
        return call.build().toByteArray();
    }

    /** @throws IllegalArgumentException for what is no command, or none that this build knows */
    public static GroupCommand decode(byte[] bytes) {
        GroupCall call = parse(bytes);
        UserId by = new UserId(call.getByUserId());
        GroupId group = new GroupId(call.getGroupId());
        return switch (call.getWhatCase()) {
            case CREATE -> create(by, group, call.getCreate());
            case CHANGE -> change(by, group, call.getChange());
            case PUT ->
                new Put(
                        by,
                        group,
                        new UserId(call.getPut().getUserId()),
                        role(call.getPut().getRole()));
            case ADD -> new Add(by, group, users(call.getAdd().getUserIdsList()));
            case REMOVE -> new Remove(by, group, new UserId(call.getRemove().getUserId()));
            case WHAT_NOT_SET -> throw new IllegalArgumentException("Not a command that this worker knows");
        };
    }

    private static GroupCall parse(byte[] bytes) {
        try {
            return GroupCall.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("Not a call about a group", e);
        }
    }

    private static Create create(UserId by, GroupId group, GroupCall.Create create) {
        return new Create(
                by,
                group,
                create.getName(),
                users(create.getMemberIdsList()),
                known(JoinPolicy.of(create.getJoinPolicy()), create.getJoinPolicy()),
                known(GroupHistory.of(create.getHistory()), create.getHistory()));
    }

    private static Change change(UserId by, GroupId group, GroupCall.Change change) {
        return new Change(
                by,
                group,
                change.hasName() ? Optional.of(change.getName()) : Optional.empty(),
                change.hasJoinPolicy()
                        ? Optional.of(known(JoinPolicy.of(change.getJoinPolicy()), change.getJoinPolicy()))
                        : Optional.empty(),
                change.hasHistory()
                        ? Optional.of(known(GroupHistory.of(change.getHistory()), change.getHistory()))
                        : Optional.empty());
    }

    private static Optional<GroupRole> role(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(known(GroupRole.of(name), name));
    }

    private static Set<UserId> users(ProtocolStringList names) {
        return names.stream().map(UserId::new).collect(Collectors.toSet());
    }

    private static <T> T known(Optional<T> value, String name) {
        return value.orElseThrow(() -> new IllegalArgumentException("Not known here: " + name));
    }

    public static byte[] encode(GroupAnswer answer) {
        GroupReply.Builder reply = GroupReply.newBuilder();
        if (answer instanceof Done done) {
            GroupProfile group = done.group();
            reply.getDoneBuilder()
                    .setGroupId(group.id().value())
                    .setName(group.name())
                    .setOwnerId(group.owner().value())
                    .setJoinPolicy(group.joinPolicy().name())
                    .setHistory(group.history().name());
        } else if (answer instanceof Refused refused) {
            reply.getRefusedBuilder().setCode(refused.why().name()).setDetail(refused.detail());
        }
        return reply.build().toByteArray();
    }

    /** @throws IllegalArgumentException for what is no answer */
    public static GroupAnswer decodeAnswer(byte[] bytes) {
        GroupReply reply;
        try {
            reply = GroupReply.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("Not an answer about a group", e);
        }
        if (reply.hasRefused()) {
            String code = reply.getRefused().getCode();
            return new Refused(
                    known(GroupRefusal.of(code), code), reply.getRefused().getDetail());
        }
        GroupReply.Done done = reply.getDone();
        return new Done(new GroupProfile(
                new GroupId(done.getGroupId()),
                done.getName(),
                new UserId(done.getOwnerId()),
                known(JoinPolicy.of(done.getJoinPolicy()), done.getJoinPolicy()),
                known(GroupHistory.of(done.getHistory()), done.getHistory())));
    }
}
