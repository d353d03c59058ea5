/**
 * The search and analytics pipeline: events become documents of OpenSearch, and what OpenSearch
 * refuses becomes failed-document records in a bucket.
 */
package io.eventfork.search;
