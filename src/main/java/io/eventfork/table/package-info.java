/** What use cases share about DynamoDB: transactions, items as JSON, and pages of lists. */
package io.eventfork.table;
