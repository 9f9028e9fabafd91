# The disk, in MiB, and where on it things lie. A device keeps the layout that it was flashed with for life: change nothing
# here that an update would then miss. Sourced by the stages and, as /usr/share/hearth/layout, by the device's scripts.

# Partitions by number: boot files; kernel of slot A and B; root of slot A and B; data.
boot_partition=1 kernel_a_partition=2 kernel_b_partition=3 root_a_partition=4 root_b_partition=5 data_partition=6
boot_mib=64 kernel_mib=40 root_mib=160 data_mib=8

# The disk's identity in every image. A disk that still has it has not been started yet; see rootfs/usr/lib/hearth/data.
image_disk_id=48454152-5448-4000-8000-000000000000

# What is overwritten in place on the boot partition, by sector of it (of 512 bytes): the request for a factory reset; the two
# copies of the boot record, each with its sum in the sector behind; which trial the boot loader has begun.
request_sector=2051 record_1_sector=4096 record_2_sector=6144 tries_sector=8192
