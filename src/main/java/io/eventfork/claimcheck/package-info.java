/** The beans of {@code routes/pipelines/claim-check.camel.yaml}: large bodies by way of S3. */
package io.eventfork.claimcheck;
