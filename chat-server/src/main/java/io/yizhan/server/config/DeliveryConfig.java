package io.yizhan.server.config;

import java.time.Duration;

/**
 * The way of a message.
 *
 * @param lanes single threads that conversations of two are spread over; once more as many for groups
 * @param laneQueue sends that may wait in one lane; beyond: OVERLOADED
 * @param maxBatch sends that are numbered and stored together
 * @param storeDeadline a send not stored so long after its number was asked for is answered UNAVAILABLE; below the 10 s
 *     after which others may declare the number empty
 * @param holeAge a number that holds nothing while later ones do is declared empty after so long
 * @param recallWindow how long after it was sent a message may be taken back
 * @param strangersMayWrite whether one need not be somebody's friend to write to him
 */
public record DeliveryConfig(
        int lanes,
        int laneQueue,
        int maxBatch,
        Duration storeDeadline,
        Duration holeAge,
        Duration recallWindow,
        boolean strangersMayWrite) {
    /** More would hide waits for stores far away; who has those sets it. */
    private static final int MOST_LANES_BY_ITSELF = 4;

    /**
     * The lanes that were asked for; with 0 half as many as there are processors, since the stores' answers take work.
     */
    static int lanes(int asked, int processors) {
        return asked == 0 ? Math.max(1, Math.min(MOST_LANES_BY_ITSELF, processors / 2)) : asked;
    }
}
