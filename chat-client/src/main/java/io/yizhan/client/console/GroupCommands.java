package io.yizhan.client.console;

import io.yizhan.client.gate.GroupCalls;
import io.yizhan.client.gate.GroupPage;
import io.yizhan.client.gate.MemberPage;
import io.yizhan.group.GroupReads;
import io.yizhan.group.GroupRole;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Carries out what is asked of groups. Used by the thread that reads the commands. */
final class GroupCommands {
    private static final int PAGE = 200;

    private final Screen screen;

    GroupCommands(Screen screen) {
        this.screen = screen;
    }

    CompletableFuture<Boolean> run(ActiveLogin active, Command.Group command) {
        GroupCalls groups = active.client().groups();
        String group = command.group();
        List<String> words = command.words();
        return switch (command.action()) {
            case CREATE ->
                screen.show(
                        "Not created",
                        groups.create(Optional.of(group), words.isEmpty() ? group : String.join(" ", words), List.of()),
                        created -> screen.show(new GroupEvents.Shown(created)));
            case JOIN -> done("Not joined", groups.add(group, active.user().value()), "You are in " + group);
            case LEAVE -> done("Not left", groups.remove(group, active.user().value()), "You have left " + group);
            case ADD -> done("Nobody was added", groups.addAll(group, words), "In " + group + ": " + names(words));
            case REMOVE ->
                done("Not removed", groups.remove(group, words.get(0)), words.get(0) + " is out of " + group);
            case ROLE -> role(groups, group, words.get(0), words.get(1).toUpperCase(Locale.ROOT));
            case MEMBERS -> members(groups, group, "");
            case READS ->
                screen.show(
                        "Not known who has read it",
                        words.isEmpty() ? groups.reads(group) : groups.reads(group, Long.parseLong(words.get(0))),
                        reads -> reads(group, reads));
            case LIST -> list(groups, "");
        };
    }

    private CompletableFuture<Boolean> role(GroupCalls groups, String group, String user, String role) {
        return done(
                "No role was given",
                groups.role(group, user, GroupRole.valueOf(role)),
                user + " is " + role.toLowerCase(Locale.ROOT) + " of " + group);
    }

    private void reads(String group, GroupReads reads) {
        screen.show(new ReadsEvent.Total(group, reads));
        Objects.requireNonNullElse(reads.positions(), List.<GroupReads.Reached>of())
                .forEach(reached -> screen.show(new ReadsEvent.Member(group, reached)));
    }

    private CompletableFuture<Boolean> members(GroupCalls groups, String group, String cursor) {
        CompletableFuture<MemberPage> page = groups.members(group, cursor, PAGE);
        return screen.show(
                        "Members are not known",
                        page,
                        found -> found.members().forEach(member -> screen.show(new GroupEvents.Member(group, member))))
                .thenCompose(ok -> ok && !page.join().nextCursor().isEmpty()
                        ? members(groups, group, page.join().nextCursor())
                        : CompletableFuture.completedFuture(ok));
    }

    private CompletableFuture<Boolean> list(GroupCalls groups, String cursor) {
        CompletableFuture<GroupPage> page = groups.mine(cursor, PAGE);
        return screen.show(
                        "Your groups are not known",
                        page,
                        found -> found.groups().forEach(group -> screen.show(new GroupEvents.Shown(group))))
                .thenCompose(ok -> ok && !page.join().nextCursor().isEmpty()
                        ? list(groups, page.join().nextCursor())
                        : CompletableFuture.completedFuture(ok));
    }

    private static String names(List<String> users) {
        return String.join(", ", users);
    }

    private CompletableFuture<Boolean> done(String failure, CompletableFuture<Void> outcome, String success) {
        return screen.show(failure, outcome, nothing -> screen.note(success));
    }
}
