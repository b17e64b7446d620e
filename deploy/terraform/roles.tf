locals {
  objects = "${aws_s3_bucket.lake.arn}/${var.prefix}/*"
  results = "${aws_s3_bucket.lake.arn}/athena-results/*"
  tables = [
    "${local.glue_arn}:catalog",
    "${local.glue_arn}:database/${var.database}",
    "${local.glue_arn}:table/${var.database}/*",
  ]
}

# What `etl run`, `etl export`, `etl rollback` and `etl gc` call, and nothing else.
data "aws_iam_policy_document" "publisher" {
  statement {
    sid = "Objects"
    actions = [
      "s3:PutObject",
      "s3:GetObject",
      "s3:DeleteObject",
      "s3:AbortMultipartUpload",
    ]
    resources = [local.objects]
  }

  statement {
    sid       = "FindRunsAndUploads"
    actions   = ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetBucketLocation"]
    resources = [aws_s3_bucket.lake.arn]

    condition {
      test     = "StringLikeIfExists"
      variable = "s3:prefix"
      values   = ["${var.prefix}/*"]
    }
  }

  statement {
    sid       = "Keys"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = [aws_kms_key.lake.arn]
  }

  statement {
    sid = "Tables"
    actions = [
      "glue:GetDatabase",
      "glue:GetTable",
      "glue:GetTables",
      "glue:CreateTable",
      "glue:UpdateTable",
      "glue:GetPartitions",
      "glue:BatchCreatePartition",
      "glue:BatchUpdatePartition",
      "glue:BatchDeletePartition",
    ]
    resources = local.tables
  }

  # What `etl doctor` looks at.
  statement {
    sid = "Doctor"
    actions = [
      "s3:GetEncryptionConfiguration",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetLifecycleConfiguration",
    ]
    resources = [aws_s3_bucket.lake.arn]
  }
}

resource "aws_iam_role" "publisher" {
  name               = "${var.database}-publisher"
  assume_role_policy = var.publisher_trust
  tags               = var.tags
}

resource "aws_iam_role_policy" "publisher" {
  name   = "publish"
  role   = aws_iam_role.publisher.id
  policy = data.aws_iam_policy_document.publisher.json
}

# What `etl query` and people in Athena call.
data "aws_iam_policy_document" "reader" {
  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject"]
    resources = [local.objects]
  }

  statement {
    sid       = "Results"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]
    resources = [local.results]
  }

  statement {
    sid       = "Bucket"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [aws_s3_bucket.lake.arn]
  }

  statement {
    sid       = "Keys"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.lake.arn]
  }

  statement {
    sid       = "Tables"
    actions   = ["glue:GetDatabase", "glue:GetTable", "glue:GetTables", "glue:GetPartitions"]
    resources = local.tables
  }

  statement {
    sid = "Queries"
    actions = [
      "athena:StartQueryExecution",
      "athena:GetQueryExecution",
      "athena:GetQueryResults",
      "athena:StopQueryExecution",
      "athena:GetWorkGroup",
    ]
    resources = [aws_athena_workgroup.reporting.arn]
  }
}

resource "aws_iam_role" "reader" {
  count              = var.reader_trust == "" ? 0 : 1
  name               = "${var.database}-reader"
  assume_role_policy = var.reader_trust
  tags               = var.tags
}

resource "aws_iam_role_policy" "reader" {
  count  = var.reader_trust == "" ? 0 : 1
  name   = "read"
  role   = aws_iam_role.reader[0].id
  policy = data.aws_iam_policy_document.reader.json
}

# A crawler reads objects and writes tables; `etl` only starts it.
data "aws_iam_policy_document" "glue_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["glue.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

data "aws_iam_policy_document" "crawler" {
  statement {
    actions   = ["s3:GetObject"]
    resources = [local.objects]
  }

  statement {
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [aws_s3_bucket.lake.arn]
  }

  statement {
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.lake.arn]
  }

  statement {
    actions = [
      "glue:GetDatabase",
      "glue:GetTable",
      "glue:CreateTable",
      "glue:UpdateTable",
      "glue:GetPartition",
      "glue:GetPartitions",
      "glue:BatchGetPartition",
      "glue:BatchCreatePartition",
      "glue:UpdatePartition",
    ]
    resources = local.tables
  }

  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:${data.aws_partition.current.partition}:logs:*:*:log-group:/aws-glue/crawlers*"]
  }
}

resource "aws_iam_role" "crawler" {
  count              = var.with_crawler ? 1 : 0
  name               = "${var.database}-crawler"
  assume_role_policy = data.aws_iam_policy_document.glue_trust.json
  tags               = var.tags
}

resource "aws_iam_role_policy" "crawler" {
  count  = var.with_crawler ? 1 : 0
  name   = "crawl"
  role   = aws_iam_role.crawler[0].id
  policy = data.aws_iam_policy_document.crawler.json
}

data "aws_iam_policy_document" "start_crawler" {
  statement {
    actions = [
      "glue:GetCrawler",
      "glue:CreateCrawler",
      "glue:UpdateCrawler",
      "glue:StartCrawler",
    ]
    resources = ["${local.glue_arn}:crawler/*"]
  }

  statement {
    actions   = ["iam:PassRole"]
    resources = aws_iam_role.crawler[*].arn
  }
}

resource "aws_iam_role_policy" "start_crawler" {
  count  = var.with_crawler ? 1 : 0
  name   = "crawl"
  role   = aws_iam_role.publisher.id
  policy = data.aws_iam_policy_document.start_crawler.json
}
