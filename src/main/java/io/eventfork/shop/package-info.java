/** The shop: products, baskets and orders on DynamoDB, which meet on the event bus alone. */
package io.eventfork.shop;
