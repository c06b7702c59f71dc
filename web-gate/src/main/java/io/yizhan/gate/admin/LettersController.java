package io.yizhan.gate.admin;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.login.Caller;
import io.yizhan.group.GroupForms;
import io.yizhan.operations.LetterCalls.Answer;
import io.yizhan.operations.LetterCalls.Call;
import io.yizhan.operations.LetterCalls.Letter;
import io.yizhan.operations.LetterCalls.What;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Records that no database could write, for admins: as {@code bin/chatctl deadletter}. What looks into one or changes
 * it leaves a line in the log.
 */
@RestController
@RequestMapping("/api/v1/admin/deadletters")
final class LettersController {
    private static final Logger log = LoggerFactory.getLogger(LettersController.class);

    /** A worker's word for what is in the message log again and not yet in the database. */
    private static final String NOT_YET = "NOT_YET";

    private final Admins admins;
    private final LetterDesk desk;

    LettersController(Admins admins, LetterDesk desk) {
        this.admins = admins;
        this.desk = desk;
    }

    /** Those that wait, oldest first. */
    @GetMapping
    Letters list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        admins.require(caller);
        return page(cursor, limit);
    }

    private Letters page(@Nullable String cursor, @Nullable String limit) {
        long after = number(cursor == null || cursor.isEmpty() ? "0" : cursor)
                .orElseThrow(() -> new Refusal(GateError.INVALID_ARGUMENT, "cursor is not one that a page has given"));
        int most = GroupForms.limit(limit);
        List<Letter> page = desk.call(new Call(What.LIST, after, most)).letters();
        return new Letters(
                page,
                page.size() < most
                        ? ""
                        : Long.toString(page.get(page.size() - 1).id()));
    }

    @GetMapping("/{letterId}")
    Letter show(Caller caller, @PathVariable String letterId) {
        return one(caller, What.SHOW, letterId).letter().orElseThrow(LettersController::unknown);
    }

    /**
     * A page of those that wait. Ends at the first that is not written in time: then the database is away, and each
     * further one would take as long. May be repeated.
     */
    @PostMapping("/replay")
    ReplayedPage replayAll(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        admins.require(caller);
        Letters page = page(cursor, limit);
        List<Replayed> replayed = new ArrayList<>();
        for (Letter letter : page.letters()) {
            Answer answer = change(caller, What.REPLAY, letter.id());
            if (!answer.letters().isEmpty()) { // or somebody has dropped it meanwhile
                replayed.add(Replayed.of(answer));
            }
            if (NOT_YET.equals(answer.outcome())) {
                return new ReplayedPage(replayed, Long.toString(letter.id()));
            }
        }
        return new ReplayedPage(replayed, page.nextCursor());
    }

    /** May be repeated. */
    @PostMapping("/{letterId}/replay")
    Replayed replay(Caller caller, @PathVariable String letterId) {
        return Replayed.of(one(caller, What.REPLAY, letterId));
    }

    /** Its number is then declared empty. */
    @DeleteMapping("/{letterId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void drop(Caller caller, @PathVariable String letterId) {
        one(caller, What.DROP, letterId);
    }

    private Answer one(Caller caller, What what, String letterId) {
        admins.require(caller);
        long id = number(letterId).orElseThrow(LettersController::unknown);
        Answer answer = change(caller, what, id);
        if (answer.letters().isEmpty()) {
            throw unknown();
        }
        return answer;
    }

    /** @return one without letters if there is no such one */
    private Answer change(Caller caller, What what, long id) {
        Answer answer = desk.call(new Call(what, id, 1));
        if (!answer.letters().isEmpty()) {
            log.info("Audit: {} asks to {} dead letter {}: {}", caller.user(), what, id, answer.outcome());
        }
        return answer;
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static Refusal unknown() {
        return new Refusal(GateError.NOT_FOUND, "There is no such dead letter");
    }

    record Letters(List<Letter> letters, String nextCursor) {}

    /**
     * What came of a replay.
     *
     * @param settled whether the letter waits no more
     */
    record Replayed(
            long id, @Nullable String outcome, @Nullable String detail, boolean settled) {
        static Replayed of(Answer answer) {
            return new Replayed(answer.letters().get(0).id(), answer.outcome(), answer.detail(), answer.settled());
        }
    }

    /** @param nextCursor to go on with those after these; empty at the end */
    record ReplayedPage(List<Replayed> replayed, String nextCursor) {}
}
