/** Amazon Kinesis Data Streams of the local cloud: streams, shards, records in memory. */
package io.eventfork.localcloud.kinesis;
