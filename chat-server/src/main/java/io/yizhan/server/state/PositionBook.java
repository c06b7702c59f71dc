package io.yizhan.server.state;

/** Positions, and the note of which of them stand in the database not yet: both lie in one place. */
public record PositionBook(Positions positions, UnsavedPositions unsaved) {}
