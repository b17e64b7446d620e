variable "bucket" {
  description = "Name of the bucket that tables are published to."
  type        = string
}

variable "prefix" {
  description = "Path in the bucket below which everything lies; without a slash at either end."
  type        = string
  default     = "tables"
}

variable "database" {
  description = "Glue database of the tables."
  type        = string
  default     = "reporting"
}

variable "workgroup" {
  description = "Athena workgroup of those who query them."
  type        = string
  default     = "reporting"
}

variable "publisher_trust" {
  description = "Policy document (JSON) that says who may be the publisher: IRSA, ECS, an instance, another account."
  type        = string
}

variable "reader_trust" {
  description = "Policy document (JSON) that says who may be a reader; no role is made when it is empty."
  type        = string
  default     = ""
}

variable "with_crawler" {
  description = "Whether a role for a Glue crawler is made; direct registration needs none."
  type        = bool
  default     = false
}

variable "abort_uploads_days" {
  description = "Days after which an upload that was begun and never completed is thrown away."
  type        = number
  default     = 2
}

variable "query_results_days" {
  description = "Days for which results of Athena queries are kept."
  type        = number
  default     = 14
}

variable "bytes_scanned_cutoff" {
  description = "Bytes that one query of the workgroup may scan."
  type        = number
  default     = 1099511627776
}

variable "tags" {
  description = "Tags of everything."
  type        = map(string)
  default     = {}
}
