output "target" {
  description = "What `etl run --target` takes."
  value       = "s3://${aws_s3_bucket.lake.bucket}/${var.prefix}"
}

output "publisher_role_arn" {
  value = aws_iam_role.publisher.arn
}

output "reader_role_arn" {
  value = one(aws_iam_role.reader[*].arn)
}

output "crawler_role_arn" {
  value = one(aws_iam_role.crawler[*].arn)
}

output "kms_key_arn" {
  value = aws_kms_key.lake.arn
}

output "workgroup" {
  value = aws_athena_workgroup.reporting.name
}
