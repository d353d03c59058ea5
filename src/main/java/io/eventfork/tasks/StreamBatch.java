package io.eventfork.tasks;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The records of one task, and how it ended.
 *
 * @param records in the order of the stream
 * @param pointer what it was read by; one of no attempts if it came from the stream
 * @param reason why the records are left, one line without any of their content; empty while
 *     nothing has failed
 */
record StreamBatch(List<StreamTaskRecord> records, FailedPointer pointer, String reason) {

    StreamBatch {
        records = List.copyOf(records);
    }

    StreamBatch(List<StreamTaskRecord> records, FailedPointer pointer) {
        this(records, pointer, "");
    }

    /** What is left of it when everything is done. */
    StreamBatch done() {
        return new StreamBatch(List.of(), pointer);
    }

    /** What is left of it when these records have failed. */
    StreamBatch failed(Set<String> sequenceNumbers, String why) {
        return new StreamBatch(
                records.stream()
                        .filter(record -> sequenceNumbers.contains(record.sequenceNumber()))
                        .toList(),
                pointer,
                why);
    }

    Set<String> sequenceNumbers() {
        return records.stream().map(StreamTaskRecord::sequenceNumber).collect(Collectors.toSet());
    }

    /** The input of a task: a JSON array. */
    String input() {
        return TaskInput.of(records.stream().map(StreamTaskRecord::json).toList());
    }

    /** The sequence numbers of its records. */
    @Override
    public String toString() {
        return records.stream().map(StreamTaskRecord::sequenceNumber).toList().toString();
    }
}
