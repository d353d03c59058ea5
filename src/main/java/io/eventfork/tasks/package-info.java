/**
 * Work that runs only when there is work: tasks, and the queue processor that starts them.
 *
 * <p>A {@link io.eventfork.tasks.TaskRunner} runs one {@link io.eventfork.tasks.Task} to its end. A
 * task ends when its parent dies, when its time is over, and before its messages go back to their
 * queue.
 */
package io.eventfork.tasks;
