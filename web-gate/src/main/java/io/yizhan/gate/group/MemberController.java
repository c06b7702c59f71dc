package io.yizhan.gate.group;

import io.yizhan.gate.login.Caller;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupForms;
import io.yizhan.group.GroupForms.MemberPage;
import io.yizhan.group.GroupForms.Members;
import io.yizhan.group.GroupForms.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who is in a group. */
@RestController
@RequestMapping("/api/v1/groups/{groupId}/members")
final class MemberController {
    private final GroupDesk desk;
    private final GroupBook book;

    MemberController(GroupDesk desk, GroupBook book) {
        this.desk = desk;
        this.book = book;
    }

    @GetMapping
    MemberPage members(
            Caller caller,
            @PathVariable String groupId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return book.members(
                GroupForms.group(groupId), caller.user(), GroupForms.afterUser(cursor), GroupForms.limit(limit));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void add(Caller caller, @PathVariable String groupId, @RequestBody Members request) {
        desk.handle(request.by(caller.user(), GroupForms.group(groupId)));
    }

    @PutMapping("/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void put(
            Caller caller,
            @PathVariable String groupId,
            @PathVariable String userId,
            @RequestBody(required = false) @Nullable Role request) {
        Role role = request == null ? new Role(null) : request;
        desk.handle(role.by(caller.user(), GroupForms.group(groupId), GroupForms.user(userId)));
    }

    @DeleteMapping("/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String groupId, @PathVariable String userId) {
        desk.handle(new GroupCommand.Remove(caller.user(), GroupForms.group(groupId), GroupForms.user(userId)));
    }
}
