package io.yizhan.gate.admin;

import io.yizhan.discovery.NodeView;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.login.Caller;
import io.yizhan.operations.Health;
import io.yizhan.operations.LetterCalls.Call;
import io.yizhan.operations.LetterCalls.What;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the cluster does its work, for admins: as {@code bin/chatctl check}. */
@RestController
final class CheckController {
    private static final Logger log = LoggerFactory.getLogger(CheckController.class);
    /** Who asks has a token in Redis and a role in the database: without these the answer is another, UNAVAILABLE. */
    private static final boolean REDIS_ANSWERS = true;

    private final Admins admins;
    private final NodeView view;
    private final LetterDesk letters;

    CheckController(Admins admins, NodeView view, LetterDesk letters) {
        this.admins = admins;
        this.view = view;
        this.letters = letters;
    }

    @GetMapping("/api/v1/admin/check")
    Check check(Caller caller) {
        admins.require(caller);
        List<String> troubles = Health.troubles(view.nodes(), REDIS_ANSWERS, waiting());
        return new Check(troubles.isEmpty(), troubles);
    }

    private OptionalInt waiting() {
        try {
            return OptionalInt.of(letters.call(new Call(What.LIST, 0, Health.LETTERS_COUNTED))
                    .letters()
                    .size());
        } catch (Refusal e) {
            log.debug("The dead letters cannot be counted", e);
            return OptionalInt.empty();
        }
    }

    /** @param troubles in words; none if it is ok */
    record Check(boolean ok, List<String> troubles) {}
}
