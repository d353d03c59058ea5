package io.eventfork.replay;

/**
 * A job, and what is still in its queue.
 *
 * @param left how many messages the replay queue holds, approximately, those on their way included;
 *     null if it was not asked or did not answer
 */
record ReplayStatus(ReplayJob job, Long left) {}
