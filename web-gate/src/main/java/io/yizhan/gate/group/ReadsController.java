package io.yizhan.gate.group;

import io.yizhan.gate.login.Caller;
import io.yizhan.group.GroupForms;
import io.yizhan.group.GroupReads;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who has read what in a group. */
@RestController
@RequestMapping("/api/v1/groups/{groupId}/reads")
final class ReadsController {
    private final ReadsBook book;

    ReadsController(ReadsBook book) {
        this.book = book;
    }

    @GetMapping
    GroupReads reads(
            Caller caller, @PathVariable String groupId, @RequestParam(required = false) @Nullable String seq) {
        return book.find(GroupForms.group(groupId), caller.user(), GroupForms.seq(seq));
    }
}
