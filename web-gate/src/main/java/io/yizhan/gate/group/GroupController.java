package io.yizhan.gate.group;

import io.yizhan.gate.login.Caller;
import io.yizhan.group.GroupForms;
import io.yizhan.group.GroupForms.Changes;
import io.yizhan.group.GroupForms.GroupPage;
import io.yizhan.group.GroupForms.NewGroup;
import io.yizhan.group.GroupForms.Told;
import io.yizhan.identity.GroupId;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Groups themselves; who is in them is {@link MemberController}'s. */
@RestController
@RequestMapping("/api/v1/groups")
final class GroupController {
    private static final int ID_BYTES = 10;

    private final GroupDesk desk;
    private final GroupBook book;
    private final SecureRandom random = new SecureRandom();

    GroupController(GroupDesk desk, GroupBook book) {
        this.desk = desk;
        this.book = book;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Told create(Caller caller, @RequestBody NewGroup request) {
        return desk.handle(request.by(caller.user(), free()));
    }

    private GroupId free() {
        byte[] bits = new byte[ID_BYTES];
        random.nextBytes(bits);
        return new GroupId(HexFormat.of().formatHex(bits));
    }

    @PatchMapping("/{groupId}")
    Told change(Caller caller, @PathVariable String groupId, @RequestBody Changes request) {
        return desk.handle(request.by(caller.user(), GroupForms.group(groupId)));
    }

    @GetMapping("/{groupId}")
    Told find(Caller caller, @PathVariable String groupId) {
        return book.find(GroupForms.group(groupId), caller.user());
    }

    @GetMapping
    GroupPage mine(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return book.groupsOf(caller.user(), GroupForms.afterGroup(cursor), GroupForms.limit(limit));
    }
}
