package io.yizhan.gate.relation;

import io.yizhan.gate.login.Caller;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own friends and blocks. All changes may be repeated. */
@RestController
@RequestMapping("/api/v1")
final class RelationController {
    private final RelationService relations;

    RelationController(RelationService relations) {
        this.relations = relations;
    }

    @GetMapping("/friends")
    Friends friends(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        PageRequest page = PageRequest.of(cursor, limit);
        List<RelationMapper.Friend> found = relations.friends(caller, page);
        return new Friends(page.cut(found), page.next(found, RelationMapper.Friend::userId));
    }

    @PutMapping("/friends/{userId}")
    RelationMapper.Friend befriend(Caller caller, @PathVariable String userId) {
        return relations.befriend(caller, userId);
    }

    @DeleteMapping("/friends/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unfriend(Caller caller, @PathVariable String userId) {
        relations.unfriend(caller, userId);
    }

    @GetMapping("/blocks")
    Blocks blocks(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        PageRequest page = PageRequest.of(cursor, limit);
        List<String> found = relations.blocked(caller, page);
        return new Blocks(page.cut(found).stream().map(Blocked::new).toList(), page.next(found, Function.identity()));
    }

    @PutMapping("/blocks/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void block(Caller caller, @PathVariable String userId) {
        relations.block(caller, userId);
    }

    @DeleteMapping("/blocks/{userId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unblock(Caller caller, @PathVariable String userId) {
        relations.unblock(caller, userId);
    }

    record Friends(List<RelationMapper.Friend> friends, String nextCursor) {}

    record Blocks(List<Blocked> blocks, String nextCursor) {}

    record Blocked(String userId) {}
}
