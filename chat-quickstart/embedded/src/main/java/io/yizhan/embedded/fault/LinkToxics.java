package io.yizhan.embedded.fault;

import java.util.List;

/** What a link does at present, to each direction. */
record LinkToxics(List<Toxic> toTarget, List<Toxic> fromTarget) {
    static final LinkToxics NONE = new LinkToxics(List.of(), List.of());

    LinkToxics {
        toTarget = List.copyOf(toTarget);
        fromTarget = List.copyOf(fromTarget);
    }

    LinkToxics with(Direction direction, List<Toxic> present) {
        return direction == Direction.TO_TARGET
                ? new LinkToxics(present, fromTarget)
                : new LinkToxics(toTarget, present);
    }
}
