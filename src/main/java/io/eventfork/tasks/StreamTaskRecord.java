package io.eventfork.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A record of a stream as a task gets it.
 *
 * @param sequenceNumber names it among the records of its shard
 * @param data what the task may read and the log must not show
 * @param json {@code partitionKey}, {@code sequenceNumber}, {@code data} and {@code eventID}, as
 *     the input template of the original's pipe has them
 */
record StreamTaskRecord(String sequenceNumber, String data, ObjectNode json) {

    /** The number alone. */
    @Override
    public String toString() {
        return "record " + sequenceNumber;
    }
}
