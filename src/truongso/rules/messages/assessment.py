"""Sentences about scores, and about why a term or a year came out as it did.

Subjects stand by their codes or short names.
"""

SENTENCES = {
    "score.unpointed": (
        "“{text}” thiếu dấu phẩy. Nếu Thầy/Cô muốn nhập {meant}, hãy bấm vào gợi ý; nếu không, hãy"
        " nhập lại."
    ),
    "score.out_of_range": "“{text}” nằm ngoài thang điểm. Hãy nhập điểm từ 0 đến 10.",
    "score.decimals": "“{text}” có quá một chữ số thập phân. Hãy nhập, ví dụ, 8 hoặc 8,5.",
    "score.not_a_score": "“{text}” không phải là điểm. Hãy nhập, ví dụ, 8 hoặc 8,5.",
    "score.not_a_comment": "“{text}” không phải là mức đánh giá. Hãy nhập Đ hoặc CĐ.",
    "marks.missing": "Môn {subject} còn thiếu {columns}.",
    "marks.unknown_subject": (
        "Môn {subject} không có trong chương trình: số điểm thường xuyên được tính như đã cho."
    ),
    "learning.incomplete": "Chưa đủ kết quả của môn {subjects}, nên chưa xếp được mức học tập.",
    "learning.too_few_subjects": (
        "Chỉ có {have} môn được đánh giá bằng điểm số (cần ít nhất {need}), nên Thông tư không quy"
        " định mức. Hiệu trưởng quyết định."
    ),
    "learning.below_floor": "Chưa đạt mức {level}: môn {subjects} dưới {floor}.",
    "learning.too_few_high": (
        "Chưa đạt mức {level}: mới có {have} môn từ {high} trở lên, cần ít nhất {need} môn."
    ),
    "learning.comments_failed": "Chưa đạt mức {level}: môn {subjects} đánh giá Chưa đạt.",
    "learning.one_subject": (
        "Được điều chỉnh từ {base} lên {level}, vì chỉ do kết quả của duy nhất môn {subject}"
        " (khoản 3 Điều 9)."
    ),
    "learning.readings_differ": (
        "Khoản 3 Điều 9 có thể hiểu theo hai cách: đang xếp {level}, cách hiểu kia xếp {other}."
        " Cần hiệu trưởng xem."
    ),
    "conduct.missing": "Chưa có kết quả rèn luyện của học kì này.",
    "promotion.principal_decides": (
        "Học sinh khuyết tật học theo kế hoạch cá nhân. Hiệu trưởng quyết định việc lên lớp."
    ),
    "promotion.absences_unknown": "Chưa có số buổi nghỉ học cả năm.",
    "promotion.absent_too_long": (
        "Nghỉ {absent} buổi, quá {most} buổi trong một năm học, nên không được lên lớp."
    ),
    "promotion.conduct_failed": (
        "Kết quả rèn luyện cả năm Chưa đạt, phải rèn luyện trong kì nghỉ hè."
    ),
    "promotion.summer_not_due": (
        "Kết quả rèn luyện trong hè không được dùng, vì học sinh không phải rèn luyện trong hè."
    ),
    "promotion.summer_passed": "Sau rèn luyện trong hè: {level}.",
    "promotion.summer_failed": "Sau rèn luyện trong hè vẫn Chưa đạt, nên không được lên lớp.",
    "promotion.learning_failed": "Kết quả học tập cả năm Chưa đạt.",
    "promotion.retest": "Được đánh giá lại trong hè: môn {subjects}.",
    "promotion.retest_barred": (
        "Không được đánh giá lại, vì kết quả rèn luyện cả năm cũng Chưa đạt (theo quy định của"
        " trường)."
    ),
    "promotion.both_remedies": (
        "Cả học tập và rèn luyện đều Chưa đạt: vừa đánh giá lại, vừa rèn luyện trong hè. Cần hiệu"
        " trưởng xác nhận."
    ),
    "promotion.retest_not_due": (
        "Kết quả đánh giá lại môn {subjects} không được dùng, vì học sinh không phải đánh giá lại"
        " môn đó."
    ),
    "promotion.retest_outstanding": "Còn chờ kết quả đánh giá lại môn {subjects}.",
    "promotion.retest_passed": "Sau đánh giá lại: mức {level}, đủ điều kiện về học tập.",
    "promotion.retest_adjusted": (
        "Sau đánh giá lại chỉ đủ điều kiện nhờ điều chỉnh theo khoản 3 Điều 9. Cần hiệu trưởng xem."
    ),
    "promotion.completed": "Hoàn thành chương trình giáo dục trung học cơ sở.",
    "promotion.retest_failed": "Sau đánh giá lại vẫn Chưa đạt, nên không được lên lớp.",
    "honour.xuat_sac": "Học sinh Xuất sắc: {have} môn từ 9,0 trở lên (cần {need}).",
    "honour.gioi": "Học sinh Giỏi: mới có {have} môn từ 9,0 trở lên, Xuất sắc cần {need}.",
    "honour.not_promoted": (
        "Đủ điều kiện khen thưởng nhưng chưa được lên lớp. Cần hiệu trưởng xem."
    ),
    "case.not_an_object": "Phải là một đối tượng JSON ({{...}}).",
    "case.not_a_list": "Phải là một danh sách JSON ([...]).",
    "case.unknown_key": "Không có mục “{key}”. Các mục được dùng: {known}.",
    "case.doubled_key": "Mục “{key}” có hai lần. Hãy giữ một.",
    "case.id": "Cần “id” là chữ hoặc số nguyên.",
    "case.doubled_id": "Mã “{id}” đã có ở ca trước. Mỗi ca cần một mã riêng.",
    "case.grade": "Khối lớp phải là số nguyên 6, 7, 8 hoặc 9.",
    "case.sessions": "Số buổi nghỉ phải là số nguyên từ 0 trở lên, hoặc null.",
    "case.flag": "Phải là true hoặc false.",
    "case.code": "Cần mã môn học là chữ, nhiều nhất 32 ký tự.",
    "case.doubled_code": "Môn “{code}” có hai lần.",
    "case.assessed_by": "Phải là “{expected}”.",
    "case.score": (
        "Điểm phải là số từ 0 đến 10, nhiều nhất một chữ số thập phân, viết như 8 hoặc 8.5, hoặc"
        " null."
    ),
    "case.comment": "Mức đánh giá phải là “D”, “CD” hoặc null.",
    "case.too_many": "Có {given} điểm thường xuyên; môn này có {most} mỗi học kì.",
    "case.level": "Mức phải là “tot”, “kha”, “dat”, “chua_dat” hoặc null.",
}
