/**
 * Storage and backup: events in batches, as compressed lines of JSON in S3, and the reader of what
 * was written.
 */
package io.eventfork.backup;
